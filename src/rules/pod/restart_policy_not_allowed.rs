//! The restart policy is not one that the controller allows.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RESTART_POLICY_NOT_ALLOWED,
        name: "restart-policy-not-allowed",
        title: "Restart policy not allowed for the controller",
        aliases: &[
            "kube-score:cronjob-restartpolicy",
            "kube-linter:restart-policy",
            "datree:WORKLOAD_INCORRECT_RESTARTPOLICY_VALUE_ALWAYS",
        ],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("restart_policy_not_allowed.md"),
    },
    check: &Elsewhere,
};
