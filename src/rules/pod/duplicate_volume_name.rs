//! Two volumes share a name, or a volume has an invalid name.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DUPLICATE_VOLUME_NAME,
        name: "duplicate-volume-name",
        title: "Duplicate or invalid volume name",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("duplicate_volume_name.md"),
    },
    check: &Elsewhere,
};
