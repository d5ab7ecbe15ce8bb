//! Completions of a Job that contradict each other.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_JOB_COMPLETION,
        name: "invalid-job-completion",
        title: "Invalid Job completion settings",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_job_completion.md"),
    },
    check: &Elsewhere,
};
