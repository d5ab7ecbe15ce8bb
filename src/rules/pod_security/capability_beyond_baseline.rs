//! A capability that containers do not have by default.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CAPABILITY_BEYOND_BASELINE,
        name: "capability-beyond-baseline",
        title: "Capability beyond the baseline",
        aliases: &[
            "polaris:dangerousCapabilities",
            "checkov:CKV_K8S_25",
            "PSS:baseline/capabilities_baseline",
            "trivy:KSV022",
            "monokle:PSS104",
            "kubescape:C-0046",
            "datree:CONTAINERS_INVALID_CAPABILITIES_VALUE",
            "datree:EKS_INVALID_CAPABILITIES_EKS",
            "kics:Containers With Added Capabilities",
            "kyverno:disallow-capabilities",
            "gatekeeper:K8sPSPCapabilities",
        ],
        severity: Severity::Warning,
        preset: Preset::PssBaseline,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("capability_beyond_baseline.md"),
    },
    check: &ControlRule::of("capabilities_baseline"),
};
