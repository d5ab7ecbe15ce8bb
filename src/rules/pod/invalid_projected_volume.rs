//! A projected volume has a source that is not valid.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_PROJECTED_VOLUME,
        name: "invalid-projected-volume",
        title: "Invalid projected volume",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_projected_volume.md"),
    },
    check: &Elsewhere,
};
