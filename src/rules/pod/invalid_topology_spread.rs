//! A topology spread constraint is incomplete or contradicts itself.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_TOPOLOGY_SPREAD,
        name: "invalid-topology-spread",
        title: "Invalid topology spread constraint",
        aliases: &["kube-score:pod-topology-spread-constraints"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_topology_spread.md"),
    },
    check: &Elsewhere,
};
