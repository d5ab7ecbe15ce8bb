//! The name of a variable is empty or has illegal characters.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_ENV_NAME,
        name: "invalid-env-name",
        title: "Invalid environment variable name",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_env_name.md"),
    },
    check: &Elsewhere,
};
