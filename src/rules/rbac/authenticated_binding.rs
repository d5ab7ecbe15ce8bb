//! A binding that grants a role to everybody who can log in.

use super::{
    binding::{BINDINGS, role_ref, subjects},
    powers::is_for_discovery,
};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::AUTHENTICATED_BINDING,
        name: "authenticated-binding",
        title: "Rights for all users",
        aliases: &["trivy:KSV01011", "kubescape:C-0265", "kyverno:restrict-binding-system-groups"],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("authenticated_binding.md"),
    },
    check: &Kinds(BINDINGS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(role) = role_ref(object) else { return };
    let harmless = object.name.starts_with("system:") || role.name.str() == "system:basic-user";
    if harmless || is_for_discovery(&role, cx) {
        return;
    }
    for subject in subjects(object).filter(|subject| subject.is_group("system:authenticated")) {
        let message = text!(
            "{} `{}` is granted to all users and ServiceAccounts",
            name(role.kind),
            name(role.name.str())
        );
        cx.report(subject.name, message).help("bind it to the groups that need it");
    }
}
