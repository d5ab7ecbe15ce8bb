//! A path within a volume is absolute or leads out of it.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_VOLUME_PATH,
        name: "invalid-volume-path",
        title: "Invalid path in a volume",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_volume_path.md"),
    },
    check: &Elsewhere,
};
