//! A node with invalid taints or networks.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_NODE_OBJECT,
        name: "invalid-node-object",
        title: "Invalid Node",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_node_object.md"),
    },
    check: &Elsewhere,
};
