//! recursiveReadOnly is set without readOnly.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_RECURSIVE_READ_ONLY,
        name: "invalid-recursive-read-only",
        title: "Invalid recursive read-only mount",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_recursive_read_only.md"),
    },
    check: &Elsewhere,
};
