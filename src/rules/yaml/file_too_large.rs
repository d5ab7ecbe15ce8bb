//! A file above the size limit.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::FILE_TOO_LARGE,
        name: "file-too-large",
        title: "File too large",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("file_too_large.md"),
    },
    check: &Elsewhere,
};
