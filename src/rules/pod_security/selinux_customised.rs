//! SELinux options that let a container out of its confinement.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SELINUX_CUSTOMISED,
        name: "selinux-customised",
        title: "SELinux options not allowed in baseline",
        aliases: &[
            "PSS:baseline/seLinuxOptions",
            "trivy:KSV025",
            "monokle:PSS108",
            "datree:EKS_INVALID_SELINUXOPTIONS_ROLE_VALUE",
            "datree:EKS_INVALID_SELINUXOPTIONS_TYPE_VALUE",
            "datree:EKS_INVALID_SELINUXOPTIONS_USER_VALUE",
            "kyverno:disallow-selinux",
            "gatekeeper:K8sPSPSELinuxV2",
        ],
        severity: Severity::Warning,
        preset: Preset::PssBaseline,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("selinux_customised.md"),
    },
    check: &ControlRule::of("seLinuxOptions"),
};
