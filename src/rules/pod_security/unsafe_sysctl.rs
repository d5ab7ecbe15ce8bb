//! A kernel parameter that is not limited to the Pod.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNSAFE_SYSCTL,
        name: "unsafe-sysctl",
        title: "Unsafe sysctl",
        aliases: &[
            "kube-linter:unsafe-sysctls",
            "PSS:baseline/sysctls",
            "trivy:KSV026",
            "monokle:PSS111",
            "kics:Cluster Allows Unsafe Sysctls",
            "kyverno:restrict-sysctls",
            "gatekeeper:K8sPSPForbiddenSysctls",
        ],
        severity: Severity::Warning,
        preset: Preset::PssBaseline,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("unsafe_sysctl.md"),
    },
    check: &ControlRule::of("sysctls"),
};
