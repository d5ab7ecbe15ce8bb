//! A kind or version with a wrong case.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::WRONG_CASE_TYPE,
        name: "wrong-case-type",
        title: "Wrong case in apiVersion or kind",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("wrong_case_type.md"),
    },
    check: &Elsewhere,
};
