//! A well-known annotation with an invalid value.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_SYSTEM_ANNOTATION,
        name: "invalid-system-annotation",
        title: "Invalid value of a Kubernetes annotation",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_system_annotation.md"),
    },
    check: &Elsewhere,
};
