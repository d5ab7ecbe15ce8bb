//! A Pod in the process namespace of its node.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HOST_PID,
        name: "host-pid",
        title: "Process namespace of the node",
        aliases: &[
            "kube-linter:host-pid",
            "polaris:hostPIDSet",
            "checkov:CKV_K8S_17",
            "PSS:baseline/hostNamespaces",
            "trivy:KSV010",
            "monokle:PSS102",
            "kubescape:C-0038",
            "kubescape:C-0275",
            "datree:CONTAINERS_INCORRECT_HOSTPID_VALUE_TRUE",
            "kics:Shared Host PID Namespace",
            "kyverno:disallow-host-namespaces",
            "gatekeeper:K8sPSPHostNamespace",
        ],
        severity: Severity::Warning,
        preset: Preset::PssBaseline,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("host_pid.md"),
    },
    check: &ControlRule { field: Some("hostPID"), ..ControlRule::of("hostNamespaces") },
};
