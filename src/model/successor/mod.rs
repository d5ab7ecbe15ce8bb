//! Objects of API versions that are no longer served, read as the version that replaced them.
//!
//! Fields that moved are put where the newer version has them, and defaults that are no longer the
//! same are written out. Every value keeps its place in the text.
//!
//! From <https://kubernetes.io/docs/reference/using-api/deprecation-guide/> and the conversion and
//! default functions of the last release that served a version (`pkg/apis/*/v1beta1`).

mod apps;
mod autoscaling;
mod definitions;
mod networking;
mod others;
mod webhooks;

use std::sync::Arc;

use super::{Gvk, lifecycle, schema, version::Version};
use crate::syntax::{
    revise::{Member, New, Revision},
    tree::{Node, Tree},
};

/// What an object is as written.
#[derive(Clone, Debug)]
pub struct OlderVersion {
    pub gvk: Gvk,
    /// Whether the newer version would read the same text otherwise.
    pub changed: bool,
    /// Paths of the newer version, and of the same values as written; the longest first. `[*]`
    /// stands for any item.
    moved: Vec<(String, String)>,
    /// Values of which the newer version asks more, by their paths there.
    lenient: Vec<&'static str>,
}

/// An object of an older version as one of the newer, in the making.
struct Draft<'a> {
    root: Node<'a>,
    /// Of the older version, such as `v1beta1`.
    version: &'a str,
    revision: Revision<'a>,
    moved: Vec<(String, String)>,
    lenient: Vec<&'static str>,
}

/// Reads an object as its successor.
type Convert = for<'a> fn(&mut Draft<'a>);

/// Group, versions and kind as written, and how they become the version that replaced them.
const CONVERSIONS: &[(&str, &[&str], &[&str], Convert)] = &[
    (
        "admissionregistration.k8s.io",
        &["v1beta1"],
        &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
        webhooks::configuration,
    ),
    (
        "admissionregistration.k8s.io",
        &["v1alpha1", "v1beta1"],
        &["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
        same,
    ),
    ("apiextensions.k8s.io", &["v1beta1"], &["CustomResourceDefinition"], definitions::definition),
    ("apiregistration.k8s.io", &["v1beta1"], &["APIService"], same),
    ("apps", &["v1beta1", "v1beta2"], &["ControllerRevision"], same),
    ("apps", &["v1beta1", "v1beta2"], &["Deployment", "ReplicaSet"], apps::workload),
    ("apps", &["v1beta1", "v1beta2"], &["DaemonSet", "StatefulSet"], apps::updated_on_delete),
    ("authentication.k8s.io", &["v1alpha1", "v1beta1"], &["SelfSubjectReview"], same),
    ("authentication.k8s.io", &["v1beta1"], &["TokenReview"], same),
    (
        "authorization.k8s.io",
        &["v1beta1"],
        &["LocalSubjectAccessReview", "SubjectAccessReview"],
        others::access_review,
    ),
    (
        "authorization.k8s.io",
        &["v1beta1"],
        &["SelfSubjectAccessReview", "SelfSubjectRulesReview"],
        same,
    ),
    ("autoscaling", &["v2alpha1", "v2beta1"], &["HorizontalPodAutoscaler"], autoscaling::metrics),
    ("autoscaling", &["v2beta2"], &["HorizontalPodAutoscaler"], same),
    ("batch", &["v1beta1", "v2alpha1"], &["CronJob"], same),
    ("certificates.k8s.io", &["v1beta1"], &["CertificateSigningRequest"], others::signing_request),
    ("certificates.k8s.io", &["v1alpha1"], &["ClusterTrustBundle"], same),
    ("coordination.k8s.io", &["v1beta1"], &["Lease"], same),
    ("discovery.k8s.io", &["v1beta1"], &["EndpointSlice"], others::endpoint_slice),
    ("events.k8s.io", &["v1beta1"], &["Event"], others::event),
    ("extensions", &["v1beta1"], &["DaemonSet"], apps::updated_on_delete),
    ("extensions", &["v1beta1"], &["Deployment", "ReplicaSet"], apps::workload),
    ("extensions", &["v1beta1"], &["HorizontalPodAutoscaler"], autoscaling::first),
    ("extensions", &["v1beta1"], &["Ingress"], networking::ingress),
    ("extensions", &["v1beta1"], &["Job"], apps::job),
    ("extensions", &["v1beta1"], &["NetworkPolicy"], same),
    (
        "flowcontrol.apiserver.k8s.io",
        &["v1alpha1", "v1beta1", "v1beta2", "v1beta3"],
        &["FlowSchema"],
        same,
    ),
    (
        "flowcontrol.apiserver.k8s.io",
        &["v1alpha1", "v1beta1", "v1beta2", "v1beta3"],
        &["PriorityLevelConfiguration"],
        others::priority_level,
    ),
    ("networking.k8s.io", &["v1alpha1", "v1beta1"], &["IPAddress"], networking::ip_address),
    ("networking.k8s.io", &["v1alpha1", "v1beta1"], &["ServiceCIDR"], same),
    ("networking.k8s.io", &["v1beta1"], &["Ingress"], networking::ingress),
    ("networking.k8s.io", &["v1beta1"], &["IngressClass"], same),
    ("node.k8s.io", &["v1alpha1"], &["RuntimeClass"], others::runtime_class),
    ("node.k8s.io", &["v1beta1"], &["RuntimeClass"], same),
    ("policy", &["v1alpha1", "v1beta1"], &["PodDisruptionBudget"], others::disruption_budget),
    ("rbac.authorization.k8s.io", &["v1alpha1", "v1beta1"], &["ClusterRole", "Role"], others::role),
    (
        "rbac.authorization.k8s.io",
        &["v1alpha1", "v1beta1"],
        &["ClusterRoleBinding", "RoleBinding"],
        others::binding,
    ),
    ("scheduling.k8s.io", &["v1alpha1", "v1beta1"], &["PriorityClass"], same),
    (
        "storage.k8s.io",
        &["v1alpha1", "v1beta1"],
        &[
            "CSIDriver",
            "CSINode",
            "CSIStorageCapacity",
            "StorageClass",
            "VolumeAttachment",
            "VolumeAttributesClass",
        ],
        same,
    ),
];

fn same(_: &mut Draft<'_>) {}

/// What an object is as the version that replaced its own, where a server of `version` has only
/// that one; `None` for others, and where the two have little in common.
pub(super) fn of(
    gvk: &Gvk,
    root: Node<'_>,
    version: Version,
) -> Option<(Gvk, Arc<Tree>, OlderVersion)> {
    if matches!(gvk.version.as_str(), "v1" | "v2" | "") {
        return None;
    }
    let life = lifecycle::lookup(&gvk.group, &gvk.version, &gvk.kind)?;
    life.removed.filter(|removed| version.since(removed.0))?;
    let (group, newer, kind) = life.replacement.filter(|(_, _, kind)| *kind == gvk.kind)?;
    schema::kind(group, newer, kind, version)?;
    let holds = |list: &[&str], text: &String| list.contains(&text.as_str());
    let (.., convert) = CONVERSIONS.iter().find(|(group, versions, kinds, _)| {
        *group == gvk.group && holds(versions, &gvk.version) && holds(kinds, &gvk.kind)
    })?;
    let mut draft = Draft {
        root,
        version: &gvk.version,
        revision: Revision::new(root),
        moved: Vec::new(),
        lenient: Vec::new(),
    };
    convert(&mut draft);
    let Draft { mut revision, mut moved, lenient, .. } = draft;
    moved.sort_by_key(|(now, _)| std::cmp::Reverse(now.len()));
    let changed = !revision.is_empty();
    let former = OlderVersion { gvk: gvk.clone(), changed, moved, lenient };
    let gvk = Gvk { group: group.into(), version: newer.into(), kind: kind.into() };
    if let Some(written) = root.get("apiVersion") {
        revision.put(written, New::Owned(gvk.api_version()));
    }
    Some((gvk, Arc::new(revision.tree()), former))
}

impl OlderVersion {
    /// The path of a value as written, where it is another one.
    pub fn path(&self, path: &str) -> Option<String> {
        self.moved.iter().find_map(|(now, written)| {
            let (items, rest) = below(path, now)?;
            let mut steps = written.split("[*]");
            let mut path = steps.next()?.to_owned();
            for (item, step) in items.into_iter().zip(steps) {
                path.push_str(item);
                path.push_str(step);
            }
            path.push_str(rest);
            Some(path.trim_start_matches('.').to_owned())
        })
    }

    /// Whether the newer version asks more of a value than its own does.
    pub fn is_lenient(&self, path: &str) -> bool {
        self.lenient.iter().any(|pattern| pattern.is_empty() || below(path, pattern).is_some())
    }
}

/// The items that `[*]` stands for in a pattern, and what follows, where a path begins with it.
fn below<'p>(path: &'p str, pattern: &str) -> Option<(Vec<&'p str>, &'p str)> {
    let mut parts = pattern.split("[*]");
    let mut rest = path.strip_prefix(parts.next()?)?;
    let mut items = Vec::new();
    for part in parts {
        let end = rest.find(']').filter(|_| rest.starts_with('['))? + 1;
        items.push(&rest[..end]);
        rest = rest[end..].strip_prefix(part)?;
    }
    (rest.is_empty() || rest.starts_with(['.', '['])).then_some((items, rest))
}

impl<'a> Draft<'a> {
    /// A value that is written and not null.
    fn at(&self, keys: &[&str]) -> Option<Node<'a>> {
        self.root.at(keys).filter(|node| !node.is_null())
    }

    /// A map below the root.
    fn map(&self, keys: &[&str]) -> Option<Node<'a>> {
        self.at(keys).filter(|node| node.is_map())
    }

    /// The maps in a list below the root.
    fn maps(&self, keys: &[&str]) -> Vec<Node<'a>> {
        self.at(keys).into_iter().flat_map(Node::items).filter(|item| item.is_map()).collect()
    }

    /// What `map` is called by its older name, under its newer one.
    fn rename(&mut self, map: Node<'a>, from: &str, to: &'static str) -> bool {
        let Some(entry) = map.entry(from).filter(|_| map.get(to).is_none()) else { return false };
        self.revision.rename(entry.key, to);
        true
    }

    fn drop(&mut self, map: Node<'a>, field: &str) {
        if let Some(entry) = map.entry(field) {
            self.revision.drop(entry.key);
        }
    }

    /// Takes an entry of a map out, to be written elsewhere; nothing where it is null.
    fn take(&mut self, map: Node<'a>, field: &str, name: &'static str) -> Option<Member<'a>> {
        let entry = map.entry(field)?;
        self.revision.drop(entry.key);
        let value = New::Kept(entry.value);
        (!entry.value.is_null()).then_some(Member { name, at: entry.key, value })
    }

    fn add(&mut self, map: Node<'a>, name: &'static str, at: Node<'a>, value: New<'a>) {
        self.revision.add(map, Member { name, at, value });
    }

    /// Writes a default out that the newer version does not have.
    fn fill(&mut self, map: Node<'a>, name: &'static str, value: New<'a>) {
        match map.entry(name) {
            Some(entry) if entry.value.is_null() => self.revision.put(entry.value, value),
            Some(_) => {}
            None => self.add(map, name, key_of(map), value),
        }
    }

    /// The newer path of a value, and the one that it is written at.
    fn moved(&mut self, now: impl Into<String>, written: impl Into<String>) {
        let paths = (now.into(), written.into());
        if !self.moved.contains(&paths) {
            self.moved.push(paths);
        }
    }
}

/// What stands for a map: its key, or its first one.
fn key_of(map: Node<'_>) -> Node<'_> {
    let first = || map.entries().next().map(|entry| entry.key);
    map.key().or_else(first).unwrap_or(map)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_conversion_is_of_a_version_that_was_replaced() {
        for (group, versions, kinds, _) in CONVERSIONS {
            for kind in *kinds {
                let lives = versions.iter().filter_map(|v| lifecycle::lookup(group, v, kind));
                let replaced = lives.filter(|life| life.replacement.is_some());
                assert_ne!(replaced.count(), 0, "{group} {kind}");
            }
        }
    }

    #[test]
    fn paths_are_those_that_are_written() {
        let former = OlderVersion {
            gvk: Gvk::parse("extensions/v1beta1", "Ingress"),
            changed: true,
            moved: [
                ("spec.rules[*].paths[*].service.name", "spec.rules[*].paths[*].serviceName"),
                ("spec.defaultBackend", "spec.backend"),
                ("handler", "spec.runtimeHandler"),
                ("spec.metric", ""),
            ]
            .map(|(now, written)| (now.to_owned(), written.to_owned()))
            .to_vec(),
            lenient: vec!["spec.tls[*].host"],
        };
        let path = |path| former.path(path);
        assert_eq!(
            path("spec.rules[3].paths[10].service.name").as_deref(),
            Some("spec.rules[3].paths[10].serviceName")
        );
        assert_eq!(path("spec.defaultBackend.service").as_deref(), Some("spec.backend.service"));
        assert_eq!(path("spec.defaultBackends"), None);
        assert_eq!(path("handler").as_deref(), Some("spec.runtimeHandler"));
        assert_eq!(path("spec.metric.name").as_deref(), Some("name"));
        assert!(former.is_lenient("spec.tls[0].host"));
        assert!(!former.is_lenient("spec.tls[0].hosts"));
    }
}
