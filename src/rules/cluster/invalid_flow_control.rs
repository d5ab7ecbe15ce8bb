//! An invalid flow schema or priority level.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_FLOW_CONTROL,
        name: "invalid-flow-control",
        title: "Invalid FlowSchema or PriorityLevelConfiguration",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_flow_control.md"),
    },
    check: &Elsewhere,
};
