//! A session affinity that is unknown or lasts too long.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_SESSION_AFFINITY,
        name: "invalid-session-affinity",
        title: "Invalid session affinity",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_session_affinity.md"),
    },
    check: &Elsewhere,
};
