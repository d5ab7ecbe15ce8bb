//! A boolean where a string is needed.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::BOOLEAN_IN_STRING_FIELD,
        name: "boolean-in-string-field",
        title: "Boolean in a string field",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("boolean_in_string_field.md"),
    },
    check: &Elsewhere,
};
