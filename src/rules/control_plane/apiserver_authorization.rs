//! Authorization mode of the API server.

use super::flags::{ComponentFlags, Want, flag};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::APISERVER_AUTHORIZATION,
        name: "apiserver-authorization",
        title: "Authorization mode of the API server",
        aliases: &[
            "checkov:CKV_K8S_74",
            "checkov:CKV_K8S_75",
            "checkov:CKV_K8S_77",
            "trivy:KCV0007",
            "trivy:KCV0008",
            "trivy:KCV0009",
            "kubescape:C-0118",
            "kubescape:C-0119",
            "kubescape:C-0120",
            "kubescape:C-0088",
        ],
        severity: Severity::Info,
        preset: Preset::Cis,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("apiserver_authorization.md"),
    },
    check: &FLAGS,
};

static FLAGS: ComponentFlags = ComponentFlags {
    component: "kube-apiserver",
    flags: &[
        flag("authorization-mode", Want::Lacks("AlwaysAllow"), "every request is allowed"),
        flag("authorization-mode", Want::Holds("Node"), "kubelets can read objects of other nodes"),
        flag("authorization-mode", Want::Holds("RBAC"), "Roles and their bindings have no effect"),
    ],
    files: &["authorization-config"],
};
