//! A policy of a Job that is not valid.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_JOB_POLICY,
        name: "invalid-job-policy",
        title: "Invalid Job policy",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_job_policy.md"),
    },
    check: &Elsewhere,
};
