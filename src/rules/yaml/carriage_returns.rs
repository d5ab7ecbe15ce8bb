//! Windows line endings.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CARRIAGE_RETURNS,
        name: "carriage-returns",
        title: "Windows line endings",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Style,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("carriage_returns.md"),
    },
    check: &Elsewhere,
};
