//! A label selector with an invalid operator or invalid values.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_LABEL_SELECTOR,
        name: "invalid-label-selector",
        title: "Invalid label selector",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_label_selector.md"),
    },
    check: &Elsewhere,
};
