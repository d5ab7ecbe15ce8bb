//! A Pod in the network namespace of its node.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HOST_NETWORK,
        name: "host-network",
        title: "Network of the node",
        aliases: &[
            "kube-linter:host-network",
            "polaris:hostNetworkSet",
            "checkov:CKV_K8S_19",
            "PSS:baseline/hostNamespaces",
            "trivy:KSV009",
            "monokle:PSS102",
            "kubescape:C-0041",
            "datree:CONTAINERS_INCORRECT_HOSTNETWORK_VALUE_TRUE",
            "kics:Shared Host Network Namespace",
            "kyverno:disallow-host-namespaces",
            "gatekeeper:K8sPSPHostNetworkingPorts",
        ],
        severity: Severity::Warning,
        preset: Preset::PssBaseline,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("host_network.md"),
    },
    check: &ControlRule { field: Some("hostNetwork"), ..ControlRule::of("hostNamespaces") },
};
