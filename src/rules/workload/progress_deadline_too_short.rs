//! A Deployment that fails before a pod can count as available.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PROGRESS_DEADLINE_TOO_SHORT,
        name: "progress-deadline-too-short",
        title: "Progress deadline too short",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("progress_deadline_too_short.md"),
    },
    check: &Elsewhere,
};
