//! An address that does not parse or to which nothing can be sent.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_IP_ADDRESS,
        name: "invalid-ip-address",
        title: "Invalid IP address",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_ip_address.md"),
    },
    check: &Elsewhere,
};
