//! A priority class with a reserved name or value.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_PRIORITY_CLASS,
        name: "invalid-priority-class",
        title: "Invalid PriorityClass",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_priority_class.md"),
    },
    check: &Elsewhere,
};
