//! A binding whose role has a typo in its name.

use super::binding::{BINDINGS, role_ref};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ROLE_REF_MISSING,
        name: "role-ref-missing",
        title: "Role of a binding not found",
        aliases: &[
            "polaris:rolebindingRolePodExecAttach",
            "monokle:LNK001",
            "popeye:1300",
            "kubevious:role-binding-role-ref",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("role_ref_missing.md"),
    },
    check: &Kinds(BINDINGS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(role) = role_ref(object) else { return };
    if !role.is_builtin() {
        let help = "the binding grants nothing until the role exists";
        role.reference().report_missing(object, &[], help, cx);
    }
}
