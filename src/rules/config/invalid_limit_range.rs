//! A LimitRange with contradictory numbers.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_LIMIT_RANGE,
        name: "invalid-limit-range",
        title: "Invalid LimitRange",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_limit_range.md"),
    },
    check: &Elsewhere,
};
