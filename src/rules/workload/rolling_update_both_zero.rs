//! A rolling update that may neither remove nor add a pod.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ROLLING_UPDATE_BOTH_ZERO,
        name: "rolling-update-both-zero",
        title: "Rolling update with maxUnavailable and maxSurge zero",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("rolling_update_both_zero.md"),
    },
    check: &Elsewhere,
};
