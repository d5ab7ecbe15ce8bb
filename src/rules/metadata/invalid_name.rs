//! A name that is invalid for its kind.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_NAME,
        name: "invalid-name",
        title: "Invalid object name",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_name.md"),
    },
    check: &Elsewhere,
};
