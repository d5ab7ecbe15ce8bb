//! A pod on the network of its node has a host port other than its container port.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HOST_NETWORK_PORT_MISMATCH,
        name: "host-network-port-mismatch",
        title: "Host network port mismatch",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("host_network_port_mismatch.md"),
    },
    check: &Elsewhere,
};
