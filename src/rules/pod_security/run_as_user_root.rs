//! A Pod or container with user ID 0.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RUN_AS_USER_ROOT,
        name: "run-as-user-root",
        title: "User ID of root",
        aliases: &[
            "kube-linter:run-as-non-root",
            "polaris:runAsRootAllowed",
            "PSS:restricted/runAsUser",
            "trivy:KSV105",
            "monokle:PSS204",
            "kyverno:require-run-as-non-root-user",
            "gatekeeper:K8sPSPAllowedUsers",
        ],
        severity: Severity::Warning,
        preset: Preset::PssRestricted,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("run_as_user_root.md"),
    },
    check: &ControlRule::of("runAsUser"),
};
