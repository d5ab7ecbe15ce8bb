//! An invalid runtime class.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_RUNTIME_CLASS,
        name: "invalid-runtime-class",
        title: "Invalid RuntimeClass",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_runtime_class.md"),
    },
    check: &Elsewhere,
};
