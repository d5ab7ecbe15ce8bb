//! Files with `apiVersion` and `kind` that no API server is meant to get.

use crate::{
    model::{lifecycle, near, schema},
    syntax::tree::Node,
};

/// Groups (or versions without one) whose kinds are read by a tool.
const GROUPS: [&str; 19] = [
    "apiserver.k8s.io",
    "audit.k8s.io",
    "backstage.io",
    "builtin",
    "chainsaw.kyverno.io",
    "cli.kyverno.io",
    "client.authentication.k8s.io",
    "ctlptl.dev",
    "eksctl.io",
    "garden.io",
    "k0sctl.k0sproject.io",
    "k3d.io",
    "kind.x-k8s.io",
    "kops.k8s.io",
    "kubeadm.k8s.io",
    "kubeone.k8c.io",
    "kuttl.dev",
    "scorecard.operatorframework.io",
    "skaffold",
];

/// Kinds that are sent to webhooks or to a tool of its own, never to be stored in a cluster.
const NEVER_STORED: [(&str, &str); 3] = [
    ("admission.k8s.io", "AdmissionReview"),
    ("apiextensions.k8s.io", "ConversionReview"),
    // Calico's own nodes: only calicoctl writes them.
    ("projectcalico.org", "Node"),
];

/// Whether a document is the configuration of a tool or of a component, or is kept away from the
/// cluster by its own annotation.
pub(super) fn is_tool_configuration(root: Node<'_>) -> bool {
    let text = |path: &[&str]| root.at(path).and_then(Node::as_str).unwrap_or("");
    let (api_version, kind) = (text(&["apiVersion"]), text(&["kind"]));
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    let is_kubeconfig = kind == "Config" && root.get("clusters").is_some();
    let is_local =
        text(&["metadata", "annotations", "config.kubernetes.io/local-config"]) == "true";
    let component = group.ends_with(".config.k8s.io") || group == "config.k8s.io";
    let named = || ["name", "generateName"].iter().any(|key| root.at(&["metadata", key]).is_some());
    // What is stored in a cluster has a name; components read their configuration without one.
    let nameless = || !schema::is_builtin_group(group) && group.contains('.') && !named();
    is_kubeconfig
        || is_local
        || component
        || GROUPS.contains(&group)
        || GROUPS.contains(&api_version)
        || nameless()
        || NEVER_STORED.contains(&(group, kind))
        || is_own_language(api_version, kind)
        || has_metadata_of_its_own(group, root)
}

/// Whether the metadata of a type that Kubernetes does not know is none of Kubernetes' either: it
/// has a field that could not have been mistyped or moved there.
fn has_metadata_of_its_own(group: &str, root: Node<'_>) -> bool {
    let Some(metadata) = root.get("metadata").filter(|_| !schema::is_builtin_group(group)) else {
        return false;
    };
    let Some(known) = schema::type_named("meta.v1.ObjectMeta") else { return false };
    // An image or a path is no name.
    let is_name =
        !metadata.get("name").and_then(Node::as_str).is_some_and(|name| name.contains('/'));
    !is_name
        || metadata.entries().any(|entry| {
            let key = entry.key.as_str().unwrap_or("");
            let is_scalar = !entry.value.is_map() && !entry.value.is_list();
            let far = |field: &str| near::distance(key, field, 2).is_none();
            is_scalar
                && !key.is_empty()
                && known.fields_at_any_version().all(|field| far(field.name()))
        })
}

/// Whether a type without a group, or of a group that is no domain, is another tool's own: its kind
/// is none of Kubernetes', nor what one of these could have been mistyped as.
fn is_own_language(api_version: &str, kind: &str) -> bool {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    let far = |known: &str| near::distance(kind, known, 2).is_none();
    !api_version.is_empty()
        && !group.contains('.')
        && (group.is_empty() || !schema::is_builtin_group(group))
        && schema::kind_at_any_version("", "v1", kind).is_none()
        && !kind.ends_with("List")
        && schema::kinds_at_any_version().all(|known| far(known.kind()))
        && lifecycle::all().all(|known| far(known.kind))
}
