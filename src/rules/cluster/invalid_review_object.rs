//! A review without a question, or with two.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_REVIEW_OBJECT,
        name: "invalid-review-object",
        title: "Invalid access or token review",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_review_object.md"),
    },
    check: &Elsewhere,
};
