//! The label or taint of masters, which no node has any more.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::REMOVED_MASTER_ROLE,
        name: "removed-master-role",
        title: "Removed master label or taint",
        aliases: &["k8s-warn:deprecated-node-label"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("removed_master_role.md"),
    },
    check: &Elsewhere,
};
