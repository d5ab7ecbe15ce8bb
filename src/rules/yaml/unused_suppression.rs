//! A suppression that matches no finding.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNUSED_SUPPRESSION,
        name: "unused-suppression",
        title: "Unused suppression",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("unused_suppression.md"),
    },
    check: &Elsewhere,
};
