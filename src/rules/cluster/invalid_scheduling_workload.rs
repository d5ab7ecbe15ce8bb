//! A scheduling Workload with an invalid Pod group.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_SCHEDULING_WORKLOAD,
        name: "invalid-scheduling-workload",
        title: "Invalid scheduling Workload",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_scheduling_workload.md"),
    },
    check: &Elsewhere,
};
