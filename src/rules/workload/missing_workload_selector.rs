//! A workload has no selector, or one that would match every pod.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MISSING_WORKLOAD_SELECTOR,
        name: "missing-workload-selector",
        title: "Missing or empty workload selector",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("missing_workload_selector.md"),
    },
    check: &Elsewhere,
};
