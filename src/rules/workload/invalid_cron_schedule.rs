//! A cron schedule that is not valid.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_CRON_SCHEDULE,
        name: "invalid-cron-schedule",
        title: "Invalid cron schedule",
        aliases: &["datree:CRONJOB_INVALID_SCHEDULE_VALUE"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_cron_schedule.md"),
    },
    check: &Elsewhere,
};
