//! The grace period of a pod is negative.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NEGATIVE_GRACE_PERIOD,
        name: "negative-grace-period",
        title: "Negative grace period",
        aliases: &["k8s-warn:negative-grace-period"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("negative_grace_period.md"),
    },
    check: &Elsewhere,
};
