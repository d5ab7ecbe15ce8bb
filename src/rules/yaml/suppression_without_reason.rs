//! A suppression without a reason.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SUPPRESSION_WITHOUT_REASON,
        name: "suppression-without-reason",
        title: "Suppression without a reason",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Style,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("suppression_without_reason.md"),
    },
    check: &Elsewhere,
};
