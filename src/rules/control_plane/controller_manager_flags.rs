//! Flags of the controller manager.

use super::flags::{ComponentFlags, Want, flag};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CONTROLLER_MANAGER_FLAGS,
        name: "controller-manager-flags",
        title: "Flags of the controller manager",
        aliases: &[
            "checkov:CKV_K8S_106",
            "checkov:CKV_K8S_107",
            "checkov:CKV_K8S_108",
            "checkov:CKV_K8S_110",
            "checkov:CKV_K8S_111",
            "checkov:CKV_K8S_112",
            "checkov:CKV_K8S_113",
            "trivy:KCV0033",
            "trivy:KCV0034",
            "trivy:KCV0035",
            "trivy:KCV0036",
            "trivy:KCV0037",
            "trivy:KCV0038",
            "trivy:KCV0039",
            "kubescape:C-0144",
            "kubescape:C-0145",
            "kubescape:C-0146",
            "kubescape:C-0147",
            "kubescape:C-0148",
            "kubescape:C-0149",
            "kubescape:C-0150",
        ],
        severity: Severity::Info,
        preset: Preset::Cis,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("controller_manager_flags.md"),
    },
    check: &FLAGS,
};

static FLAGS: ComponentFlags = ComponentFlags {
    component: "kube-controller-manager",
    flags: &[
        flag(
            "terminated-pod-gc-threshold",
            Want::Given("100"),
            "up to 12500 terminated Pods are kept",
        ),
        flag("profiling", Want::Is("false"), "profiles of the program can be read"),
        flag(
            "use-service-account-credentials",
            Want::Is("true"),
            "all controllers share the rights of one account",
        ),
        flag(
            "service-account-private-key-file",
            Want::Given("/etc/kubernetes/pki/sa.key"),
            "ServiceAccounts get no tokens",
        ),
        flag(
            "root-ca-file",
            Want::Given("/etc/kubernetes/pki/ca.crt"),
            "Pods cannot verify the API server",
        ),
        flag("bind-address", Want::Is("127.0.0.1"), "its metrics can be reached from other hosts"),
        flag(
            "feature-gates",
            Want::Lacks("RotateKubeletServerCertificate=false"),
            "certificates of kubelets are not renewed",
        ),
    ],
    files: &[],
};
