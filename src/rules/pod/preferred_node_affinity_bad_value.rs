//! A node preference has a label value that is not valid.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PREFERRED_NODE_AFFINITY_BAD_VALUE,
        name: "preferred-node-affinity-bad-value",
        title: "Invalid label value in preferred node affinity",
        aliases: &["k8s-warn:node-affinity-bad-value"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("preferred_node_affinity_bad_value.md"),
    },
    check: &Elsewhere,
};
