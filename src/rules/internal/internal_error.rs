//! A rule or the program itself failed.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INTERNAL_ERROR,
        name: "internal-error",
        title: "Internal error in kubevet",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("internal_error.md"),
    },
    check: &Elsewhere,
};
