//! The order in which objects are printed (`api/internal/builtins/SortOrderTransformer.go`).

use std::cmp::Ordering;

use indexmap::IndexMap;

use super::{
    BuildProblem, id::ResourceId, kustomization::Kustomization, resource::Resource, value::YamlNode,
};

/// Kinds that come before all others, and those that come after them.
const FIRST: [&str; 22] = [
    "Namespace",
    "ResourceQuota",
    "StorageClass",
    "CustomResourceDefinition",
    "ServiceAccount",
    "PodSecurityPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Endpoints",
    "Service",
    "LimitRange",
    "PriorityClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
];
const LAST: [&str; 2] = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

/// Sorts as `sortOptions` says: `legacy`, which is kubectl's own order, or `fifo`.
pub(super) fn sort(list: &mut [Resource], from: &Kustomization) -> Result<(), BuildProblem> {
    let options = from.get("sortOptions");
    let lists = options.and_then(|options| options.get("legacySortOptions"));
    if let Some(options) = options {
        let order = options.get("order").map_or("", YamlNode::text);
        let wrong = |message: &'static str| Err(BuildProblem::broken(options.at.first(), message));
        match order {
            "legacy" => {}
            "fifo" if lists.is_some() => {
                return wrong("`legacySortOptions` requires `order: legacy`");
            }
            "fifo" => return Ok(()),
            _ => return wrong("`sortOptions.order` must be legacy or fifo"),
        }
    }
    let names = |field, otherwise: &'static [&'static str]| -> Vec<&str> {
        match lists {
            Some(lists) => lists
                .get(field)
                .map_or(&[][..], YamlNode::items)
                .iter()
                .map(YamlNode::text)
                .collect(),
            None => otherwise.to_vec(),
        }
    };
    let (first, last) = (names("orderFirst", &FIRST), names("orderLast", &LAST));
    let mut ranks: IndexMap<&str, i64> = IndexMap::new();
    ranks.extend(first.iter().enumerate().map(|(i, kind)| (*kind, i as i64 - first.len() as i64)));
    ranks.extend(last.iter().enumerate().map(|(i, kind)| (*kind, 1 + i as i64)));
    list.sort_by_cached_key(|resource| SortKey::new(resource.id(), &ranks));
    Ok(())
}

/// What an object is sorted by.
#[derive(PartialEq, Eq)]
struct SortKey {
    rank: i64,
    types: String,
    /// Of namespaces, where they have a rank: those of the core group come before others.
    namespace: Option<bool>,
    name: String,
}

impl SortKey {
    fn new(id: ResourceId<'_>, ranks: &IndexMap<&str, i64>) -> SortKey {
        let rank = ranks.get(id.kind).copied();
        SortKey {
            rank: rank.unwrap_or(0),
            types: type_text(id),
            namespace: rank.filter(|_| id.kind == "Namespace").map(|_| id.group.is_empty()),
            name: name_text(id),
        }
    }
}

impl Ord for SortKey {
    fn cmp(&self, other: &SortKey) -> Ordering {
        let types = self.types.cmp(&other.types);
        let types = match (self.namespace, other.namespace) {
            (Some(core), Some(others)) if core || others => types.reverse(),
            _ => types,
        };
        self.rank.cmp(&other.rank).then(types).then_with(|| self.name.cmp(&other.name))
    }
}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &SortKey) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.is_empty() { otherwise } else { text }
}

fn type_text(id: ResourceId<'_>) -> String {
    format!("{}_{}_{}", or(id.group, "~G"), or(id.version, "~V"), or(id.kind, "~K"))
}

fn name_text(id: ResourceId<'_>) -> String {
    format!("{}|{}", or(id.namespace, "~X"), or(id.name, "~N"))
}
