//! Resources of the whole pod and of its containers contradict each other.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::POD_LEVEL_RESOURCES_CONFLICT,
        name: "pod-level-resources-conflict",
        title: "Conflicting Pod-level resources",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("pod_level_resources_conflict.md"),
    },
    check: &Elsewhere,
};
