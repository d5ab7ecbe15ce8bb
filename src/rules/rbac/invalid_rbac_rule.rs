//! A rule that grants nothing, or is ambiguous.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_RBAC_RULE,
        name: "invalid-rbac-rule",
        title: "Invalid RBAC rule",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_rbac_rule.md"),
    },
    check: &Elsewhere,
};
