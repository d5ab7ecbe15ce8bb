//! An indexed Job so large that its status may not hold all failures.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HUGE_INDEXED_JOB,
        name: "huge-indexed-job",
        title: "Indexed Job too large to track",
        aliases: &["k8s-warn:huge-indexed-job"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("huge_indexed_job.md"),
    },
    check: &Elsewhere,
};
