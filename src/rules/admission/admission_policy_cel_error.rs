//! A CEL expression of a policy or webhook that does not compile.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ADMISSION_POLICY_CEL_ERROR,
        name: "admission-policy-cel-error",
        title: "CEL error in an admission policy or webhook",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("admission_policy_cel_error.md"),
    },
    check: &Elsewhere,
};
