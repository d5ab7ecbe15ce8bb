//! A binding that does not refer to a role.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_ROLE_REF,
        name: "invalid-role-ref",
        title: "Invalid role reference",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_role_ref.md"),
    },
    check: &Elsewhere,
};
