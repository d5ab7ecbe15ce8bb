//! A container that sees all of /proc.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PROC_MOUNT_UNMASKED,
        name: "proc-mount-unmasked",
        title: "Unmasked proc file system",
        aliases: &[
            "kube-linter:unsafe-proc-mount",
            "polaris:procMount",
            "PSS:baseline/procMount",
            "trivy:KSV027",
            "monokle:PSS109",
            "kics:Container Runs Unmasked",
            "kyverno:disallow-proc-mount",
            "gatekeeper:K8sPSPProcMount",
        ],
        severity: Severity::Warning,
        preset: Preset::PssBaseline,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("proc_mount_unmasked.md"),
    },
    check: &ControlRule::of("procMount"),
};
