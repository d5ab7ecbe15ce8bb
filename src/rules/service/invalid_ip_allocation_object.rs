//! A ServiceCIDR or IPAddress that is not valid.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_IP_ALLOCATION_OBJECT,
        name: "invalid-ip-allocation-object",
        title: "Invalid ServiceCIDR or IPAddress",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_ip_allocation_object.md"),
    },
    check: &Elsewhere,
};
