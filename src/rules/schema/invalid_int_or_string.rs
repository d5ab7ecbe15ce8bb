//! A quoted number where a number or a name belongs.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_INT_OR_STRING,
        name: "invalid-int-or-string",
        title: "Invalid integer or string",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_int_or_string.md"),
    },
    check: &Elsewhere,
};
