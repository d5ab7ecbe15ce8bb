//! A Windows container without isolation.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::WINDOWS_HOST_PROCESS,
        name: "windows-host-process",
        title: "Windows HostProcess container",
        aliases: &[
            "polaris:hostProcess",
            "PSS:baseline/windowsHostProcess",
            "trivy:KSV103",
            "monokle:PSS101",
            "datree:EKS_INVALID_HOSTPROCESS_VALUE",
            "kyverno:disallow-host-process",
        ],
        severity: Severity::Warning,
        preset: Preset::PssBaseline,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("windows_host_process.md"),
    },
    check: &ControlRule::of("windowsHostProcess"),
};
