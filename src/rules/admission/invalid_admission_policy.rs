//! An admission policy without a required field.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_ADMISSION_POLICY,
        name: "invalid-admission-policy",
        title: "Invalid admission policy",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_admission_policy.md"),
    },
    check: &Elsewhere,
};
