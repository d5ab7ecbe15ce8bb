//! A volume has more than one source.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::VOLUME_SOURCE_COUNT,
        name: "volume-source-count",
        title: "Volume with several sources",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("volume_source_count.md"),
    },
    check: &Elsewhere,
};
