//! A file mode is out of range.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::FILE_MODE_OUT_OF_RANGE,
        name: "file-mode-out-of-range",
        title: "File mode out of range",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("file_mode_out_of_range.md"),
    },
    check: &Elsewhere,
};
