//! Files of a volume whose paths overlap.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::OVERLAPPING_VOLUME_PATHS,
        name: "overlapping-volume-paths",
        title: "Overlapping paths in a volume",
        aliases: &["k8s-warn:overlapping-paths", "k8s-warn:empty-projected-source"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("overlapping_volume_paths.md"),
    },
    check: &Elsewhere,
};
