//! A negative number of pods, retries or seconds.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NEGATIVE_COUNT,
        name: "negative-count",
        title: "Negative count",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("negative_count.md"),
    },
    check: &Elsewhere,
};
