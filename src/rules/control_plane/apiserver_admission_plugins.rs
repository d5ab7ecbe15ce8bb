//! Admission plugins of the API server.

use super::flags::{ComponentFlags, Want, flag};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::APISERVER_ADMISSION_PLUGINS,
        name: "apiserver-admission-plugins",
        title: "Admission plugins of the API server",
        aliases: &[
            "checkov:CKV_K8S_78",
            "checkov:CKV_K8S_79",
            "checkov:CKV_K8S_80",
            "checkov:CKV_K8S_81",
            "checkov:CKV_K8S_82",
            "checkov:CKV_K8S_83",
            "checkov:CKV_K8S_84",
            "checkov:CKV_K8S_85",
            "trivy:KCV0003",
            "trivy:KCV0010",
            "trivy:KCV0011",
            "trivy:KCV0012",
            "trivy:KCV0013",
            "trivy:KCV0014",
            "trivy:KCV0015",
            "trivy:KCV0016",
            "kubescape:C-0115",
            "kubescape:C-0121",
            "kubescape:C-0122",
            "kubescape:C-0123",
            "kubescape:C-0124",
            "kubescape:C-0125",
            "kubescape:C-0126",
            "kubescape:C-0127",
            "kubescape:C-0068",
            "kubescape:C-0283",
        ],
        severity: Severity::Info,
        preset: Preset::Cis,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("apiserver_admission_plugins.md"),
    },
    check: &FLAGS,
};

static FLAGS: ComponentFlags = ComponentFlags {
    component: "kube-apiserver",
    flags: &[
        flag(
            "enable-admission-plugins",
            Want::Lacks("AlwaysAdmit"),
            "nothing is refused by admission",
        ),
        flag(
            "enable-admission-plugins",
            Want::Holds("NodeRestriction"),
            "a kubelet can change other nodes and their Pods",
        ),
        flag(
            "enable-admission-plugins",
            Want::Holds("AlwaysPullImages"),
            "Pods can use private images that others have pulled",
        ),
        flag(
            "enable-admission-plugins",
            Want::Holds("EventRateLimit"),
            "events can flood the API server",
        ),
        flag(
            "enable-admission-plugins",
            Want::Holds("DenyServiceExternalIPs"),
            "a Service can take over traffic to any address",
        ),
        flag(
            "enable-admission-plugins",
            Want::Lacks("SecurityContextDeny"),
            "Pods that set security contexts are rejected",
        ),
        flag(
            "disable-admission-plugins",
            Want::Lacks("ServiceAccount"),
            "Pods run without a ServiceAccount",
        ),
        flag(
            "disable-admission-plugins",
            Want::Lacks("NamespaceLifecycle"),
            "objects can be created in deleted namespaces",
        ),
        flag(
            "admission-control-config-file",
            Want::Given("/etc/kubernetes/admission.yaml"),
            "plugins such as EventRateLimit have no limits",
        ),
    ],
    files: &[],
};
