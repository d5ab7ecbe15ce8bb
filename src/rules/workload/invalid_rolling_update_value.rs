//! A `maxUnavailable` or `maxSurge` that is neither a number nor a percentage.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_ROLLING_UPDATE_VALUE,
        name: "invalid-rolling-update-value",
        title: "Invalid maxUnavailable or maxSurge",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_rolling_update_value.md"),
    },
    check: &Elsewhere,
};
