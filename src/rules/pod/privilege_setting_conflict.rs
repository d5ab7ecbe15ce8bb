//! Privilege escalation is both forbidden and granted.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PRIVILEGE_SETTING_CONFLICT,
        name: "privilege-setting-conflict",
        title: "Conflicting privilege settings",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("privilege_setting_conflict.md"),
    },
    check: &Elsewhere,
};
