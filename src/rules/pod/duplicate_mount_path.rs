//! Two mounts of a container use one path, or a mount has none.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DUPLICATE_MOUNT_PATH,
        name: "duplicate-mount-path",
        title: "Duplicate or missing mount path",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("duplicate_mount_path.md"),
    },
    check: &Elsewhere,
};
