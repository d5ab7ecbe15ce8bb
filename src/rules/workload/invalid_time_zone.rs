//! A time zone that is not in the IANA database.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_TIME_ZONE,
        name: "invalid-time-zone",
        title: "Invalid time zone",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_time_zone.md"),
    },
    check: &Elsewhere,
};
