//! Insecure ports of the API server.

use super::flags::{ComponentFlags, Want, flag};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::APISERVER_PORTS,
        name: "apiserver-ports",
        title: "Insecure ports of the API server",
        aliases: &[
            "checkov:CKV_K8S_86",
            "checkov:CKV_K8S_88",
            "checkov:CKV_K8S_89",
            "trivy:KCV0017",
            "kubescape:C-0005",
            "kubescape:C-0128",
        ],
        severity: Severity::Info,
        preset: Preset::Cis,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("apiserver_ports.md"),
    },
    check: &FLAGS,
};

static FLAGS: ComponentFlags = ComponentFlags {
    component: "kube-apiserver",
    flags: &[
        flag(
            "insecure-port",
            Want::IsIfGiven("0"),
            "everybody on the node has all rights without credentials",
        ),
        flag(
            "insecure-bind-address",
            Want::NotGiven,
            "everybody who reaches the address has all rights without credentials",
        ),
        flag("secure-port", Want::Not(&["0"]), "the API is not served with TLS"),
    ],
    files: &[],
};
