//! An autoscaler that does not name its target.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_HPA_TARGET_REF,
        name: "invalid-hpa-target-ref",
        title: "Invalid HorizontalPodAutoscaler target",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_hpa_target_ref.md"),
    },
    check: &Elsewhere,
};
