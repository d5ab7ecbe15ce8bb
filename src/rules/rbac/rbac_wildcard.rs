//! A rule that also grants what nobody has thought of.

use super::policy::{ROLES, rules_of};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_WILDCARD,
        name: "rbac-wildcard",
        title: "Wildcard in a role",
        aliases: &[
            "kube-linter:wildcard-in-rules",
            "checkov:CKV_K8S_49",
            "trivy:KSV044",
            "trivy:KSV045",
            "trivy:KSV046",
            "trivy:KSV112",
            "kubescape:C-0187",
            "datree:CIS_INVALID_WILDCARD_ROLE",
            "kics:RBAC Wildcard In Rule",
            "kyverno:restrict-wildcard-resources",
            "kyverno:restrict-wildcard-verbs",
        ],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("rbac_wildcard.md"),
    },
    check: &Kinds(ROLES, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    if object.name.starts_with("system:") {
        return;
    }
    for rule in rules_of(object) {
        let Some(place) = rule.wildcard() else { continue };
        let lists = ["resources", "verbs", "apiGroups"];
        let wide =
            lists.into_iter().filter(|list| rule.0.get(list).items().any(|item| item.str() == "*"));
        let shown = match &wide.map(|list| format!("`{list}`")).collect::<Vec<_>>()[..] {
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            all => all.concat(),
        };
        let message = text!("`*` in {} grants also what is added later", name(shown));
        cx.report(place, message).help("list what is needed");
    }
}
