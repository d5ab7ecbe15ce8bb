//! A suppression of a rule that does not exist.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNKNOWN_RULE_IN_SUPPRESSION,
        name: "unknown-rule-in-suppression",
        title: "Unknown rule in a suppression",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("unknown_rule_in_suppression.md"),
    },
    check: &Elsewhere,
};
