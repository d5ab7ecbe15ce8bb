//! A resize policy is repeated, unknown or contradicts the restart policy.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_RESIZE_POLICY,
        name: "invalid-resize-policy",
        title: "Invalid resize policy",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_resize_policy.md"),
    },
    check: &Elsewhere,
};
