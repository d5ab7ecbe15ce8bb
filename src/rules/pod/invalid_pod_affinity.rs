//! A term of pod affinity lacks its topology key or has a wrong weight.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_POD_AFFINITY,
        name: "invalid-pod-affinity",
        title: "Invalid Pod affinity term",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_pod_affinity.md"),
    },
    check: &Elsewhere,
};
