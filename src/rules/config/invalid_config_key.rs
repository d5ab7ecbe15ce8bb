//! A key that cannot be a file name.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_CONFIG_KEY,
        name: "invalid-config-key",
        title: "Invalid ConfigMap or Secret key",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_config_key.md"),
    },
    check: &Elsewhere,
};
