//! An invalid port of a network policy.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_NETWORK_POLICY_PORT,
        name: "invalid-network-policy-port",
        title: "Invalid NetworkPolicy port",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_network_policy_port.md"),
    },
    check: &Elsewhere,
};
