//! Settings of a rolling update in a Deployment with strategy Recreate.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RECREATE_WITH_ROLLING_UPDATE,
        name: "recreate-with-rolling-update",
        title: "Rolling update settings with strategy Recreate",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("recreate_with_rolling_update.md"),
    },
    check: &Elsewhere,
};
