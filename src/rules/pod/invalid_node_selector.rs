//! A node selector has a wrong operator, values, key or weight.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_NODE_SELECTOR,
        name: "invalid-node-selector",
        title: "Invalid node selector",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_node_selector.md"),
    },
    check: &Elsewhere,
};
