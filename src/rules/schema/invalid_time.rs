//! A time or duration that cannot be read.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_TIME,
        name: "invalid-time",
        title: "Invalid time or duration",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_time.md"),
    },
    check: &Elsewhere,
};
