//! A ConfigMap or Secret larger than 1 MiB.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CONFIG_TOO_LARGE,
        name: "config-too-large",
        title: "ConfigMap or Secret too large",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("config_too_large.md"),
    },
    check: &Elsewhere,
};
