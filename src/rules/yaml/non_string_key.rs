//! A key that is not a string.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NON_STRING_KEY,
        name: "non-string-key",
        title: "Key that is not a string",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("non_string_key.md"),
    },
    check: &Elsewhere,
};
