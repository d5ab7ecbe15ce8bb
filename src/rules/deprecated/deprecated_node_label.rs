//! The beta name of a node label.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DEPRECATED_NODE_LABEL,
        name: "deprecated-node-label",
        title: "Deprecated node label",
        aliases: &["k8s-warn:deprecated-node-label"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("deprecated_node_label.md"),
    },
    check: &Elsewhere,
};
