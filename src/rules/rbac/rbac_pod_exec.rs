//! A role that can run commands in containers.

use super::{policy::Power, powers::Powers};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_POD_EXEC,
        name: "rbac-pod-exec",
        title: "Running commands in Pods",
        aliases: &[
            "polaris:clusterrolePodExecAttach",
            "polaris:clusterrolebindingPodExecAttach",
            "polaris:rolePodExecAttach",
            "polaris:rolebindingClusterRolePodExecAttach",
            "polaris:rolebindingRolePodExecAttach",
            "checkov:CKV2_K8S_2",
            "trivy:KSV053",
            "trivy:KSV054",
            "monokle:KBP108",
            "kubescape:C-0002",
            "datree:CONTAINERS_INCORRECT_RESOURCES_VERBS_VALUE",
        ],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("rbac_pod_exec.md"),
    },
    check: &Powers {
        list: POWERS,
        help: "remove it; grant it to people for a short time, for debugging",
        is_of_cluster: false,
        builtin: &["admin", "edit"],
    },
};

pub(super) const POWERS: &[Power] = &[Power {
    resources: &["pods/exec", "pods/attach"],
    group: "",
    verbs: &["create", "get"],
    effect: "running commands in Pods",
}];
