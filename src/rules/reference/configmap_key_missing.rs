//! A key that a ConfigMap does not have.

use super::report_missing_keys;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CONFIGMAP_KEY_MISSING,
        name: "configmap-key-missing",
        title: "ConfigMap key not found",
        aliases: &["kube-linter:env-value-from"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("configmap_key_missing.md"),
    },
    check: &References(&["ConfigMap"], report_missing_keys),
};
