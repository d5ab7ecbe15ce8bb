//! A variable has two sources or none.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ENV_SOURCE_CONFLICT,
        name: "env-source-conflict",
        title: "Conflicting environment variable sources",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("env_source_conflict.md"),
    },
    check: &Elsewhere,
};
