//! A key that a Secret does not have.

use super::report_missing_keys;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SECRET_KEY_MISSING,
        name: "secret-key-missing",
        title: "Secret key not found",
        aliases: &["kube-linter:env-value-from"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("secret_key_missing.md"),
    },
    check: &References(&["Secret"], report_missing_keys),
};
