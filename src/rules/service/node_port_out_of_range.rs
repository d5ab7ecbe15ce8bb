//! A node port outside the range of the cluster.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV2306",
    name: "node-port-out-of-range",
    aliases: &[],
    severity: Severity::Error,
    set: Set::Core,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("node_port_out_of_range.md"),
    check: &Elsewhere,
};
