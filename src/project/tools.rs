//! Files with `apiVersion` and `kind` that are not meant for an API server.

use super::{
    likeness::{is_core, is_kind, is_nickname},
    skip::{self, SkipReason},
};
use crate::{
    model::{lifecycle, schema, similar},
    syntax::tree::Node,
};

/// Groups (or versions without one) whose kinds are read by a tool, and the tools.
const GROUPS: [(&str, &str); 19] = [
    ("apiserver.k8s.io", "kube-apiserver"),
    ("audit.k8s.io", "kube-apiserver"),
    ("backstage.io", "Backstage"),
    ("builtin", "kustomize"),
    ("chainsaw.kyverno.io", "Chainsaw"),
    ("cli.kyverno.io", "the Kyverno CLI"),
    ("client.authentication.k8s.io", "kubectl"),
    ("ctlptl.dev", "ctlptl"),
    ("eksctl.io", "eksctl"),
    ("garden.io", "Garden"),
    ("k0sctl.k0sproject.io", "k0sctl"),
    ("k3d.io", "k3d"),
    ("kind.x-k8s.io", "kind"),
    ("kops.k8s.io", "kOps"),
    ("kubeadm.k8s.io", "kubeadm"),
    ("kubeone.k8c.io", "KubeOne"),
    ("kuttl.dev", "KUTTL"),
    ("scorecard.operatorframework.io", "the Operator SDK"),
    ("skaffold", "Skaffold"),
];

/// Kinds that are sent to webhooks or to a tool of its own, never to be stored in a cluster.
const NEVER_STORED: [(&str, &str); 3] = [
    ("admission.k8s.io", "AdmissionReview"),
    ("apiextensions.k8s.io", "ConversionReview"),
    // Calico's own nodes: only calicoctl writes them.
    ("projectcalico.org", "Node"),
];

/// Why a document is none for a cluster, if it is the configuration of a tool or of a component, or
/// is kept away from the cluster by its own annotation.
pub(super) fn left_alone(root: Node<'_>) -> Option<SkipReason> {
    let text = |path: &[&str]| root.at(path).and_then(Node::as_str).unwrap_or("");
    let (api_version, kind) = (text(&["apiVersion"]), text(&["kind"]));
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    if kind == "Config" && root.get("clusters").is_some() {
        return Some(SkipReason::ConfigurationOf("kubectl"));
    }
    if text(&["metadata", "annotations", "config.kubernetes.io/local-config"]) == "true" {
        return Some(skip::LOCAL);
    }
    if group.ends_with(".config.k8s.io") || group == "config.k8s.io" {
        return Some(SkipReason::ConfigurationOf("a Kubernetes component"));
    }
    let is_read_by = |(known, _): &&(&str, &str)| *known == group || *known == api_version;
    if let Some((_, tool)) = GROUPS.iter().find(is_read_by) {
        return Some(SkipReason::ConfigurationOf(tool));
    }
    let named = || ["name", "generateName"].iter().any(|key| root.at(&["metadata", key]).is_some());
    // What is stored in a cluster has a name; components read their configuration without one.
    if !schema::is_builtin_group(group) && group.contains('.') && !named() {
        return Some(SkipReason::ConfigurationOf("a program (objects of a cluster have a name)"));
    }
    if NEVER_STORED.contains(&(group, kind)) {
        return Some(skip::NEVER_STORED);
    }
    let is_foreign = is_own_language(api_version, kind) || has_metadata_of_its_own(group, root);
    is_foreign.then_some(skip::FOREIGN)
}

/// Whether a document holds expressions of Chainsaw: a key, a name or a namespace in parentheses,
/// which is nothing that Kubernetes could read, or a value such as `($replicas)`.
pub(super) fn has_expressions(text: &str, root: Node<'_>) -> bool {
    let begins = |at: usize| {
        let before = text[..at].trim_end_matches(['"', '\'']);
        before.is_empty() || before.ends_with([' ', '\n'])
    };
    if !memchr::memchr_iter(b'(', text.as_bytes()).any(begins) {
        return false;
    }
    let is_expression = |text: &str| text.starts_with('(') && text.ends_with(')');
    let of_metadata = |key| root.at(&["metadata", key]).and_then(Node::as_str);
    // Others fill in `((name))`.
    let is_computed = |text: &str| is_expression(text) && !text.starts_with("((");
    if ["name", "namespace"].into_iter().filter_map(of_metadata).any(is_computed) {
        return true;
    }
    let is_binding = |text: &str| {
        let inner = text.strip_prefix("($").and_then(|rest| rest.strip_suffix(')'));
        inner.is_some_and(|name| name.chars().all(|c| c.is_alphanumeric() || "_.-".contains(c)))
    };
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if node.as_str().is_some_and(is_binding) {
            return true;
        }
        for entry in node.entries() {
            if entry.key.as_str().is_some_and(is_expression) {
                return true;
            }
            open.push(entry.value);
        }
        open.extend(node.items());
    }
    false
}

/// Whether the metadata of a type that Kubernetes does not know is none of Kubernetes' either: it
/// has a field that could not have been mistyped or moved there.
fn has_metadata_of_its_own(group: &str, root: Node<'_>) -> bool {
    let Some(metadata) = root.get("metadata").filter(|_| !schema::is_builtin_group(group)) else {
        return false;
    };
    let Some(known) = schema::type_named("meta.v1.ObjectMeta") else { return false };
    // An image or a path is not a name.
    let is_name =
        !metadata.get("name").and_then(Node::as_str).is_some_and(|name| name.contains('/'));
    !is_name
        || metadata.entries().any(|entry| {
            let key = entry.key.as_str().unwrap_or("");
            let is_scalar = !entry.value.is_map() && !entry.value.is_list();
            let far = |field: &str| similar::distance(key, field, 2).is_none();
            is_scalar
                && !key.is_empty()
                && known.field_at_any_version(key).is_none()
                && known.fields_at_any_version().all(|field| far(field.name()))
        })
}

/// Whether a type without a group, or of a group that is not a domain, is another tool's own: its
/// kind is none of Kubernetes', nor what one of these could have been called or mistyped as.
fn is_own_language(api_version: &str, kind: &str) -> bool {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    let far = |known: &str| similar::distance(kind, known, 2).is_none();
    let is_far = || {
        schema::kinds_at_any_version().all(|known| far(known.kind()))
            && lifecycle::all().all(|known| far(known.kind))
    };
    !api_version.is_empty()
        && !kind.is_empty()
        && !group.contains('.')
        && (group.is_empty() || !schema::is_builtin_group(group))
        && !is_kind(kind)
        && !kind.ends_with("List")
        && match group.is_empty() {
            // The core group has had no version but v1 for long.
            true if !is_core(api_version) => true,
            true => !is_nickname(kind) && is_far(),
            false => is_far(),
        }
}
