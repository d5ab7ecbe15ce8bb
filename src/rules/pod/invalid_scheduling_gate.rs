//! Scheduling gates are repeated, misnamed or too late.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_SCHEDULING_GATE,
        name: "invalid-scheduling-gate",
        title: "Invalid scheduling gate",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_scheduling_gate.md"),
    },
    check: &Elsewhere,
};
