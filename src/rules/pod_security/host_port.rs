//! A container port that is opened on the node.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HOST_PORT,
        name: "host-port",
        title: "Port of the node",
        aliases: &[
            "polaris:hostPortSet",
            "checkov:CKV_K8S_26",
            "PSS:baseline/hostPorts",
            "trivy:KSV024",
            "monokle:PSS106",
            "kubescape:C-0044",
            "datree:CONTAINERS_INCORRECT_KEY_HOSTPORT",
            "kics:Image Host Port Not Specified",
            "kyverno:disallow-host-ports",
            "gatekeeper:K8sPSPHostNetworkingPorts",
        ],
        severity: Severity::Warning,
        preset: Preset::PssBaseline,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("host_port.md"),
    },
    check: &ControlRule::of("hostPorts"),
};
