//! Fields of one operating system in a pod of another.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::OS_FIELD_MISMATCH,
        name: "os-field-mismatch",
        title: "Field of another operating system",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("os_field_mismatch.md"),
    },
    check: &Elsewhere,
};
