//! A Secret without the keys of its type.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SECRET_TYPE_MISMATCH,
        name: "secret-type-mismatch",
        title: "Secret data that does not match its type",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("secret_type_mismatch.md"),
    },
    check: &Elsewhere,
};
