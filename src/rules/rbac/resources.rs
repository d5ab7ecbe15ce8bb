//! The names of resources and subresources that RBAC knows.

use std::sync::LazyLock;

use indexmap::IndexMap;

use crate::model::{
    schema::{self, Kind},
    similar,
};

/// Subresources of resources, besides `status`, `scale` and `finalizers`, which any may have.
const SUBRESOURCES: [(&str, &[&str]); 7] = [
    (
        "pods",
        &[
            "attach",
            "binding",
            "ephemeralcontainers",
            "eviction",
            "exec",
            "log",
            "portforward",
            "proxy",
            "resize",
        ],
    ),
    ("services", &["proxy"]),
    (
        "nodes",
        &["checkpoint", "configz", "healthz", "log", "metrics", "pods", "proxy", "spec", "stats"],
    ),
    ("namespaces", &["finalize"]),
    ("serviceaccounts", &["token"]),
    ("certificatesigningrequests", &["approval"]),
    ("deployments", &["rollback"]),
];

const COMMON: [&str; 3] = ["finalizers", "scale", "status"];

/// What only roles name: whom to impersonate, and who signs.
const VIRTUAL: [&str; 5] = ["users", "groups", "uids", "userextras", "signers"];

/// The built-in groups that have a resource, in order.
pub(super) fn groups_of(resource: &str) -> &'static [&'static str] {
    static GROUPS: LazyLock<IndexMap<&str, Vec<&str>>> = LazyLock::new(|| {
        let mut groups: IndexMap<&str, Vec<&str>> = IndexMap::new();
        for kind in schema::kinds_at_any_version() {
            groups.entry(kind.plural()).or_default().push(kind.group());
        }
        groups.values_mut().for_each(Vec::dedup);
        groups
    });
    GROUPS.get(resource).map_or(&[], Vec::as_slice)
}

/// What a name that no server knows was likely meant to be: a resource of one of the groups, or
/// with another subresource.
pub(super) fn meant(written: &str, groups: &[&str]) -> Option<String> {
    let (base, part) = written.split_once('/').map_or((written, None), |(b, p)| (b, Some(p)));
    if base == "*" || base.is_empty() || VIRTUAL.contains(&base) {
        return None;
    }
    let kinds = || schema::kinds_at_any_version();
    if kinds().any(|kind| kind.plural() == base) {
        let part = part.filter(|part| *part != "*")?;
        let own = SUBRESOURCES.iter().find(|(resource, _)| *resource == base);
        let known = own.map_or(&[][..], |(_, parts)| parts).iter().copied().chain(COMMON);
        if known.clone().any(|known| known == part) {
            return None;
        }
        return Some(format!("{base}/{}", similar::closest(part, known)?));
    }
    let in_groups = || kinds().filter(|kind| groups.contains(&kind.group()));
    let lower = base.to_lowercase();
    let is_other_name = |kind: &Kind| {
        kind.kind().to_lowercase() == lower
            || kind.plural() == lower
            || kind.short_names().any(|short| short == base)
    };
    let other = in_groups().find(is_other_name).map(Kind::plural);
    let meant = other.or_else(|| similar::nearest(base, in_groups().map(Kind::plural)))?;
    Some(part.map_or_else(|| meant.to_owned(), |part| format!("{meant}/{part}")))
}
