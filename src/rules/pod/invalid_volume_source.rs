//! A volume source lacks a member or has an illegal one.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_VOLUME_SOURCE,
        name: "invalid-volume-source",
        title: "Invalid volume source",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_volume_source.md"),
    },
    check: &Elsewhere,
};
