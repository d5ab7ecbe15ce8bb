//! A scaling behavior with values out of range.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_HPA_BEHAVIOR,
        name: "invalid-hpa-behavior",
        title: "Invalid HorizontalPodAutoscaler behavior",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_hpa_behavior.md"),
    },
    check: &Elsewhere,
};
