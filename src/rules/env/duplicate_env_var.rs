//! A variable that overrides an earlier one with the same name.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DUPLICATE_ENV_VAR,
        name: "duplicate-env-var",
        title: "Duplicate environment variable",
        aliases: &[
            "kube-linter:duplicate-env-var",
            "kube-score:environment-variable-key-duplication",
            "kubescape:C-0295",
            "k8s-warn:hidden-env",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("duplicate_env_var.md"),
    },
    check: &Elsewhere,
};
