//! A peer of a network policy that is empty or ambiguous.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_NETWORK_POLICY_PEER,
        name: "invalid-network-policy-peer",
        title: "Invalid NetworkPolicy peer",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_network_policy_peer.md"),
    },
    check: &Elsewhere,
};
