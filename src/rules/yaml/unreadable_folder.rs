//! A directory that could not be listed.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNREADABLE_FOLDER,
        name: "unreadable-folder",
        title: "Unreadable directory",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("unreadable_folder.md"),
    },
    check: &Elsewhere,
};
