//! The name of a referenced object is not valid.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_REFERENCE_NAME,
        name: "invalid-reference-name",
        title: "Invalid name of a referenced object",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_reference_name.md"),
    },
    check: &Elsewhere,
};
