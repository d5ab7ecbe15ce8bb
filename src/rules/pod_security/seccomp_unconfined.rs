//! A container that can make every system call.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SECCOMP_UNCONFINED,
        name: "seccomp-unconfined",
        title: "Seccomp profile Unconfined",
        aliases: &[
            "PSS:baseline/seccompProfile_baseline",
            "trivy:KSV104",
            "monokle:PSS110",
            "datree:CONTAINERS_INCORRECT_SECCOMP_PROFILE",
            "kyverno:restrict-seccomp",
            "gatekeeper:K8sPSPSeccomp",
        ],
        severity: Severity::Warning,
        preset: Preset::PssBaseline,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("seccomp_unconfined.md"),
    },
    check: &ControlRule::of("seccompProfile_baseline"),
};
