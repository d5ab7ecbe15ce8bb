//! A sysctl is malformed, repeated or would change the node.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_SYSCTL,
        name: "invalid-sysctl",
        title: "Invalid sysctl",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_sysctl.md"),
    },
    check: &Elsewhere,
};
