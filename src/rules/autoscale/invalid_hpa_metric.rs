//! A metric of an autoscaler that is incomplete or ambiguous.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_HPA_METRIC,
        name: "invalid-hpa-metric",
        title: "Invalid HorizontalPodAutoscaler metric",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_hpa_metric.md"),
    },
    check: &Elsewhere,
};
