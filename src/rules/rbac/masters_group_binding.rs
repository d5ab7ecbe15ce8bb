//! A binding to the group that bypasses RBAC.

use super::{
    binding::{BINDINGS, role_ref, subjects},
    powers::is_for_discovery,
};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MASTERS_GROUP_BINDING,
        name: "masters-group-binding",
        title: "Rights for system masters",
        aliases: &[
            "trivy:KSV123",
            "kubescape:C-0246",
            "datree:CIS_INVALID_VALUE_SYSTEM_MASTERS",
            "kyverno:restrict-binding-system-groups",
        ],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("masters_group_binding.md"),
    },
    check: &Kinds(BINDINGS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(role) = role_ref(object) else { return };
    let harmless = object.name == "cluster-admin" || object.name.starts_with("system:");
    if harmless || is_for_discovery(&role, cx) {
        return;
    }
    for subject in subjects(object).filter(|subject| subject.is_group("system:masters")) {
        let message = text!(
            "{} `{}` is bound to `system:masters`, which has all rights",
            name(role.kind),
            name(role.name.str())
        );
        cx.report(subject.name, message).help("bind it to a group of your own");
    }
}
