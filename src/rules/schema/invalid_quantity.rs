//! An amount of memory, CPU or storage that cannot be read.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_QUANTITY,
        name: "invalid-quantity",
        title: "Invalid quantity",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_quantity.md"),
    },
    check: &Elsewhere,
};
