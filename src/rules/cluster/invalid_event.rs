//! An event without a reporting controller or other required fields.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_EVENT,
        name: "invalid-event",
        title: "Invalid Event",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_event.md"),
    },
    check: &Elsewhere,
};
