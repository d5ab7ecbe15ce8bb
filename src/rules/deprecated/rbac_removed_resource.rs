//! A rule about a resource that no version serves any more.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_REMOVED_RESOURCE,
        name: "rbac-removed-resource",
        title: "RBAC rule for a removed resource",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("rbac_removed_resource.md"),
    },
    check: &Kinds(&["Role", "ClusterRole"], check),
};

/// Resources of the group `extensions`, with the group that has them now; empty if none has.
const MOVED: [(&str, &str); 8] = [
    ("daemonsets", "apps"),
    ("daemonsets/status", "apps"),
    ("deployments", "apps"),
    ("deployments/scale", "apps"),
    ("ingresses", "networking.k8s.io"),
    ("ingresses/status", "networking.k8s.io"),
    ("networkpolicies", "networking.k8s.io"),
    ("replicasets", "apps"),
];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    if object.gvk.group != "rbac.authorization.k8s.io" {
        return;
    }
    for rule in object.field("rules").items() {
        let groups: Vec<&str> = rule.get("apiGroups").items().map(Place::str).collect();
        for resource in rule.get("resources").items() {
            let now = |(name, _): &&(&str, &str)| *name == resource.str();
            let moved = MOVED.iter().find(now).filter(|_| groups.contains(&"extensions"));
            let policy = resource.str() == "podsecuritypolicies";
            let current =
                |(_, group): &(&str, &str)| groups.contains(group) || groups.contains(&"*");
            if let Some(moved) = moved.filter(|moved| !current(moved)) {
                let (written, group) = (name(resource.str()), name(moved.1));
                cx.report(resource, text!("`{}` was removed from the group extensions", written))
                    .help(text!("use the group {}", group));
            } else if policy {
                cx.report(resource, "podsecuritypolicies were removed in Kubernetes 1.25")
                    .help("remove the rule; use Pod Security Standards instead");
            }
        }
    }
}
