//! A file that could not be read.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNREADABLE_FILE,
        name: "unreadable-file",
        title: "Unreadable file",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("unreadable_file.md"),
    },
    check: &Elsewhere,
};
