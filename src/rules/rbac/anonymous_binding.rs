//! A binding that grants a role without authentication.

use super::{
    binding::{BINDINGS, role_ref, subjects},
    powers::is_for_discovery,
};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ANONYMOUS_BINDING,
        name: "anonymous-binding",
        title: "Rights for anonymous users",
        aliases: &[
            "trivy:KSV122",
            "kubescape:C-0262",
            "kyverno:restrict-binding-system-groups",
            "gatekeeper:K8sDisallowAnonymous",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("anonymous_binding.md"),
    },
    check: &Kinds(BINDINGS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(role) = role_ref(object) else { return };
    let harmless = object.name.starts_with("system:");
    if harmless || is_for_discovery(&role, cx) {
        return;
    }
    for subject in subjects(object).filter(|subject| subject.is_anonymous()) {
        let message = text!(
            "{} `{}` is granted to everybody, without authentication",
            name(role.kind),
            name(role.name.str())
        );
        cx.report(subject.name, message).help("bind it to users, groups or ServiceAccounts");
    }
}
