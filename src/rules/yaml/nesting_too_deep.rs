//! A value inside ten thousand others.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NESTING_TOO_DEEP,
        name: "nesting-too-deep",
        title: "Nesting too deep",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("nesting_too_deep.md"),
    },
    check: &Elsewhere,
};
