//! Bounds of an autoscaler that contradict each other.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HPA_REPLICA_BOUNDS,
        name: "hpa-replica-bounds",
        title: "Invalid HorizontalPodAutoscaler bounds",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("hpa_replica_bounds.md"),
    },
    check: &Elsewhere,
};
