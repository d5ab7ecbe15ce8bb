//! An invalid annotation key, or annotations that are too large.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_ANNOTATION,
        name: "invalid-annotation",
        title: "Invalid annotation",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_annotation.md"),
    },
    check: &Elsewhere,
};
