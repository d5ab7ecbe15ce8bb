//! A hook sleeps longer than the grace period of its pod.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_LIFECYCLE_HOOK,
        name: "invalid-lifecycle-hook",
        title: "Invalid sleep in a lifecycle hook",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_lifecycle_hook.md"),
    },
    check: &Elsewhere,
};
