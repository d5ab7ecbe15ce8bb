//! A toleration contradicts itself.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_TOLERATION,
        name: "invalid-toleration",
        title: "Invalid toleration",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_toleration.md"),
    },
    check: &Elsewhere,
};
