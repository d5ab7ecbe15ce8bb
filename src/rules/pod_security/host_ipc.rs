//! A Pod in the IPC namespace of its node.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HOST_IPC,
        name: "host-ipc",
        title: "IPC namespace of the node",
        aliases: &[
            "kube-linter:host-ipc",
            "polaris:hostIPCSet",
            "checkov:CKV_K8S_18",
            "PSS:baseline/hostNamespaces",
            "trivy:KSV008",
            "monokle:PSS102",
            "kubescape:C-0038",
            "kubescape:C-0276",
            "datree:CONTAINERS_INCORRECT_HOSTIPC_VALUE_TRUE",
            "kics:Shared Host IPC Namespace",
            "kyverno:disallow-host-namespaces",
            "gatekeeper:K8sPSPHostNamespace",
        ],
        severity: Severity::Warning,
        preset: Preset::PssBaseline,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("host_ipc.md"),
    },
    check: &ControlRule { field: Some("hostIPC"), ..ControlRule::of("hostNamespaces") },
};
