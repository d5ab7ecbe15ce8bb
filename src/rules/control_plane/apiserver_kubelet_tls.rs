//! Kubelet TLS flags of the API server.

use super::flags::{ComponentFlags, Want, flag};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::APISERVER_KUBELET_TLS,
        name: "apiserver-kubelet-tls",
        title: "Kubelet TLS flags of the API server",
        aliases: &[
            "checkov:CKV_K8S_71",
            "checkov:CKV_K8S_72",
            "checkov:CKV_K8S_73",
            "trivy:KCV0004",
            "trivy:KCV0005",
            "trivy:KCV0006",
            "kubescape:C-0116",
            "kubescape:C-0117",
        ],
        severity: Severity::Info,
        preset: Preset::Cis,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("apiserver_kubelet_tls.md"),
    },
    check: &FLAGS,
};

static FLAGS: ComponentFlags = ComponentFlags {
    component: "kube-apiserver",
    flags: &[
        flag(
            "kubelet-https",
            Want::Not(&["false"]),
            "logs and shells of containers are transferred unencrypted",
        ),
        flag(
            "kubelet-client-certificate",
            Want::Given("/etc/kubernetes/pki/apiserver-kubelet-client.crt"),
            "kubelets cannot tell it from other clients",
        ),
        flag(
            "kubelet-client-key",
            Want::Given("/etc/kubernetes/pki/apiserver-kubelet-client.key"),
            "kubelets cannot tell it from other clients",
        ),
        flag(
            "kubelet-certificate-authority",
            Want::Given("/etc/kubernetes/pki/ca.crt"),
            "another server can pose as a kubelet",
        ),
    ],
    files: &[],
};
