//! A lease with an invalid duration.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_LEASE,
        name: "invalid-lease",
        title: "Invalid Lease",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_lease.md"),
    },
    check: &Elsewhere,
};
