//! TLS flags of etcd.

use super::flags::{ComponentFlags, Want, flag};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ETCD_FLAGS,
        name: "etcd-flags",
        title: "TLS flags of etcd",
        aliases: &[
            "checkov:CKV_K8S_116",
            "checkov:CKV_K8S_117",
            "checkov:CKV_K8S_118",
            "checkov:CKV_K8S_119",
            "checkov:CKV_K8S_121",
            "trivy:KCV0042",
            "trivy:KCV0043",
            "trivy:KCV0044",
            "trivy:KCV0045",
            "trivy:KCV0046",
            "trivy:KCV0047",
            "kubescape:C-0153",
            "kubescape:C-0154",
            "kubescape:C-0155",
            "kubescape:C-0156",
            "kubescape:C-0157",
            "kubescape:C-0158",
            "kubescape:C-0159",
        ],
        severity: Severity::Info,
        preset: Preset::Cis,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("etcd_flags.md"),
    },
    check: &FLAGS,
};

static FLAGS: ComponentFlags = ComponentFlags {
    component: "etcd",
    flags: &[
        flag(
            "cert-file",
            Want::Given("/etc/kubernetes/pki/etcd/server.crt"),
            "clients are served without TLS",
        ),
        flag(
            "key-file",
            Want::Given("/etc/kubernetes/pki/etcd/server.key"),
            "clients are served without TLS",
        ),
        flag("client-cert-auth", Want::Is("true"), "everybody who reaches it can read all Secrets"),
        flag(
            "trusted-ca-file",
            Want::Given("/etc/kubernetes/pki/etcd/ca.crt"),
            "certificates of clients are not verified",
        ),
        flag("auto-tls", Want::Not(&["true"]), "clients cannot verify its self-signed certificate"),
        flag(
            "peer-cert-file",
            Want::Given("/etc/kubernetes/pki/etcd/peer.crt"),
            "members replicate without TLS",
        ),
        flag(
            "peer-key-file",
            Want::Given("/etc/kubernetes/pki/etcd/peer.key"),
            "members replicate without TLS",
        ),
        flag("peer-client-cert-auth", Want::Is("true"), "anybody can join as a member"),
        flag(
            "peer-trusted-ca-file",
            Want::Given("/etc/kubernetes/pki/etcd/ca.crt"),
            "certificates of members are not verified",
        ),
        flag("peer-auto-tls", Want::Not(&["true"]), "members cannot verify one another"),
    ],
    files: &["config-file"],
};
