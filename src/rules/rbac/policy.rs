//! The rules of roles, matched as the authorizer does (`pkg/apis/rbac/v1/evaluation_helpers.go`).

use crate::model::{Object, Place};

pub(super) const GROUP: &str = "rbac.authorization.k8s.io";

/// How the labels begin by which ClusterRoles become part of `admin`, `edit` and `view`.
pub(super) const AGGREGATE: &str = "rbac.authorization.k8s.io/aggregate-to-";

/// One rule of a role.
#[derive(Clone, Copy)]
pub(super) struct PolicyRule<'a>(pub Place<'a>);

/// What is allowed by one of some verbs on one of some resources.
pub(super) struct Power {
    /// The resources, with their subresources: `pods/exec`.
    pub resources: &'static [&'static str],
    pub group: &'static str,
    pub verbs: &'static [&'static str],
    /// Completes "allows".
    pub effect: &'static str,
}

/// Kinds of roles.
pub(super) const ROLES: &[&str] = &["Role", "ClusterRole"];

/// Whether an object is a Role or a ClusterRole.
pub(super) fn is_role(object: &Object) -> bool {
    object.gvk.group == GROUP && ROLES.contains(&&*object.gvk.kind)
}

/// The rules of an object that is a role, apart from those about URLs.
pub(super) fn rules_of(object: &Object) -> impl Iterator<Item = PolicyRule<'_>> {
    let items = object.field("rules").items().filter(|_| is_role(object));
    items.filter(|rule| rule.get("nonResourceURLs").is_empty()).map(PolicyRule)
}

impl<'a> PolicyRule<'a> {
    pub(super) fn groups(self) -> Vec<&'a str> {
        self.0.get("apiGroups").items().map(Place::str).collect()
    }

    /// The item of a list that is one of some words or, failing that, `*`.
    fn item(self, list: &'static str, words: &[&str]) -> Option<Place<'a>> {
        let items = || self.0.get(list).items();
        let exact = items().find(|item| item.text().is_some_and(|text| words.contains(&text)));
        exact.or_else(|| items().find(|item| item.str() == "*"))
    }

    /// The item of `resources` that a power needs; `None` where the rule does not grant it, or only
    /// for some names.
    pub(super) fn grants(self, power: &Power) -> Option<Place<'a>> {
        if !self.0.get("resourceNames").is_empty() {
            return None;
        }
        self.item("apiGroups", &[power.group])?;
        self.item("verbs", power.verbs)?;
        let of_any = power.resources.iter().filter_map(|resource| resource.split_once('/'));
        let of_any: Vec<String> = of_any.map(|(_, part)| format!("*/{part}")).collect();
        let words: Vec<&str> =
            power.resources.iter().copied().chain(of_any.iter().map(String::as_str)).collect();
        self.item("resources", &words)
    }

    /// The first `*` among its resources, verbs and groups.
    pub(super) fn wildcard(self) -> Option<Place<'a>> {
        let lists = ["resources", "verbs", "apiGroups"];
        lists.into_iter().find_map(|list| self.0.get(list).items().find(|item| item.str() == "*"))
    }

    /// Whether it grants everything.
    pub(super) fn is_all(self) -> bool {
        let all = |list| self.0.get(list).items().any(|item| item.str() == "*");
        all("resources")
            && all("verbs")
            && all("apiGroups")
            && self.0.get("resourceNames").is_empty()
    }
}
