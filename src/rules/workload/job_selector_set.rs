//! A Job or CronJob has a selector of its own.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::JOB_SELECTOR_SET,
        name: "job-selector-set",
        title: "Selector set on a Job",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("job_selector_set.md"),
    },
    check: &Elsewhere,
};
