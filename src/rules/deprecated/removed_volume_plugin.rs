//! A volume whose plugin was removed.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::REMOVED_VOLUME_PLUGIN,
        name: "removed-volume-plugin",
        title: "Removed volume plugin",
        aliases: &["k8s-warn:removed-volume-plugin"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("removed_volume_plugin.md"),
    },
    check: &Elsewhere,
};
