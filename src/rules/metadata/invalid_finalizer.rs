//! A finalizer without a domain.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_FINALIZER,
        name: "invalid-finalizer",
        title: "Invalid finalizer",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_finalizer.md"),
    },
    check: &Elsewhere,
};
