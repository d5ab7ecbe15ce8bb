//! A CIDR that cannot be parsed, or an exception outside of it.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_CIDR,
        name: "invalid-cidr",
        title: "Invalid CIDR",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_cidr.md"),
    },
    check: &Elsewhere,
};
