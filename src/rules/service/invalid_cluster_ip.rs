//! Cluster addresses, IP families and headlessness that contradict each other.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_CLUSTER_IP,
        name: "invalid-cluster-ip",
        title: "Invalid cluster IP settings",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_cluster_ip.md"),
    },
    check: &Elsewhere,
};
