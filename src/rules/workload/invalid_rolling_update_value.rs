//! A `maxUnavailable` or `maxSurge` that is neither a number nor a percentage.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV2204",
    name: "invalid-rolling-update-value",
    title: "Invalid maxUnavailable or maxSurge",
    aliases: &[],
    severity: Severity::Error,
    set: Set::Core,
    fix: Fixable::Sometimes,
    since: "0.1.0",
    doc: include_str!("invalid_rolling_update_value.md"),
    check: &Elsewhere,
};
