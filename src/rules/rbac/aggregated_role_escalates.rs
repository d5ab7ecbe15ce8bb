//! A ClusterRole that adds dangerous rules to admin, edit or view.

use k8s_openapi::api::rbac::v1::ClusterRole;

use super::policy::{AGGREGATE, GROUP, Power, rules_of};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::AGGREGATED_ROLE_ESCALATES,
        name: "aggregated-role-escalates",
        title: "Dangerous rules in an aggregated role",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("aggregated_role_escalates.md"),
    },
    check: &Objects::<ClusterRole>(check),
};

/// What is dangerous for those who have `admin`, and so for all.
const FOR_ALL: &[Power] = &[
    Power {
        resources: &["roles", "clusterroles"],
        group: GROUP,
        verbs: &["bind", "escalate"],
        effect: "granting rights that the subject does not have",
    },
    Power {
        resources: &["clusterrolebindings"],
        group: GROUP,
        verbs: &["create", "update", "patch"],
        effect: "editing bindings",
    },
    Power {
        resources: &["users", "groups"],
        group: "",
        verbs: &["impersonate"],
        effect: "acting as other users",
    },
    Power {
        resources: &["nodes/proxy"],
        group: "",
        verbs: &["get", "create"],
        effect: "sending any request to kubelets",
    },
];

/// What those who have `view` cannot do otherwise.
const FOR_VIEW: &[Power] = &[
    Power {
        resources: &["secrets"],
        group: "",
        verbs: &["get", "list", "watch"],
        effect: "reading all Secrets",
    },
    Power {
        resources: &["pods/exec", "pods/attach"],
        group: "",
        verbs: &["create", "get"],
        effect: "running commands in Pods",
    },
    Power { resources: &["pods"], group: "", verbs: &["create"], effect: "creating Pods" },
    Power {
        resources: &["serviceaccounts"],
        group: "",
        verbs: &["impersonate"],
        effect: "acting as ServiceAccounts",
    },
];

fn check<'a>(role: At<'a, ClusterRole>, cx: &mut Context<'a>) {
    let object = role.object();
    let labels = object.field("metadata").get("labels");
    let mut targets = labels.entries().filter(|(_, value)| value.str() == "true");
    let Some((target, label)) =
        targets.find_map(|(key, value)| Some((key.strip_prefix(AGGREGATE)?, value)))
    else {
        return;
    };
    // The label of a lower role: what has it becomes part of the higher ones as well.
    let views = labels.get("rbac.authorization.k8s.io/aggregate-to-view").str() == "true";
    let for_view = if views { FOR_VIEW } else { &[] };
    if object.name.starts_with("system:") {
        return;
    }
    let target = if views { "view" } else { target };
    for power in FOR_ALL.iter().chain(for_view) {
        let Some(place) = rules_of(object).find_map(|rule| rule.grants(power)) else { continue };
        let message = text!(
            "all users with ClusterRole `{}` are allowed {}",
            key(target),
            name(power.effect)
        );
        cx.report(place, message)
            .related(label, "the role is part of it by this label")
            .help("remove the label, or move the rule to a role of its own");
    }
}
