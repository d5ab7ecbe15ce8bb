//! A deadline is not allowed or out of range.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ACTIVE_DEADLINE_NOT_ALLOWED,
        name: "active-deadline-not-allowed",
        title: "activeDeadlineSeconds not allowed or out of range",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("active_deadline_not_allowed.md"),
    },
    check: &Elsewhere,
};
