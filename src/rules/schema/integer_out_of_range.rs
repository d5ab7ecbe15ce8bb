//! A number that is out of range for its field.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INTEGER_OUT_OF_RANGE,
        name: "integer-out-of-range",
        title: "Integer out of range",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("integer_out_of_range.md"),
    },
    check: &Elsewhere,
};
