//! TLS and encryption flags of the API server.

use super::flags::{ComponentFlags, Want, flag};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::APISERVER_TLS_AND_ENCRYPTION,
        name: "apiserver-tls-and-encryption",
        title: "TLS and encryption flags of the API server",
        aliases: &[
            "checkov:CKV_K8S_99",
            "checkov:CKV_K8S_100",
            "checkov:CKV_K8S_102",
            "checkov:CKV_K8S_104",
            "checkov:CKV_K8S_105",
            "trivy:KCV0026",
            "trivy:KCV0027",
            "trivy:KCV0028",
            "trivy:KCV0029",
            "trivy:KCV0030",
            "kubescape:C-0137",
            "kubescape:C-0138",
            "kubescape:C-0139",
            "kubescape:C-0140",
            "kubescape:C-0141",
            "kubescape:C-0142",
            "kubescape:C-0143",
            "kubescape:C-0277",
            "kubescape:C-0066",
        ],
        severity: Severity::Info,
        preset: Preset::Cis,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("apiserver_tls_and_encryption.md"),
    },
    check: &FLAGS,
};

static FLAGS: ComponentFlags = ComponentFlags {
    component: "kube-apiserver",
    flags: &[
        flag(
            "tls-cert-file",
            Want::Given("/etc/kubernetes/pki/apiserver.crt"),
            "it serves a self-signed certificate",
        ),
        flag(
            "tls-private-key-file",
            Want::Given("/etc/kubernetes/pki/apiserver.key"),
            "it serves a self-signed certificate",
        ),
        flag(
            "client-ca-file",
            Want::Given("/etc/kubernetes/pki/ca.crt"),
            "client certificates are not accepted",
        ),
        flag(
            "etcd-cafile",
            Want::Given("/etc/kubernetes/pki/etcd/ca.crt"),
            "another server can pose as etcd",
        ),
        flag(
            "etcd-certfile",
            Want::Given("/etc/kubernetes/pki/apiserver-etcd-client.crt"),
            "etcd cannot tell it from other clients",
        ),
        flag(
            "etcd-keyfile",
            Want::Given("/etc/kubernetes/pki/apiserver-etcd-client.key"),
            "etcd cannot tell it from other clients",
        ),
        flag(
            "encryption-provider-config",
            Want::Given("/etc/kubernetes/encryption.yaml"),
            "Secrets are stored unencrypted in etcd",
        ),
        flag(
            "tls-cipher-suites",
            Want::Given(
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            ),
            "clients may use weak ciphers",
        ),
    ],
    files: &[],
};
