//! Authentication flags of the API server.

use super::flags::{ComponentFlags, Want, flag};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::APISERVER_AUTHENTICATION,
        name: "apiserver-authentication",
        title: "Authentication flags of the API server",
        aliases: &[
            "checkov:CKV_K8S_68",
            "checkov:CKV_K8S_69",
            "checkov:CKV_K8S_70",
            "checkov:CKV_K8S_96",
            "checkov:CKV_K8S_97",
            "trivy:KCV0001",
            "trivy:KCV0002",
            "trivy:KCV0024",
            "trivy:KCV0025",
            "kubescape:C-0113",
            "kubescape:C-0114",
            "kubescape:C-0135",
            "kubescape:C-0136",
            "kubescape:C-0290",
        ],
        severity: Severity::Info,
        preset: Preset::Cis,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("apiserver_authentication.md"),
    },
    check: &FLAGS,
};

static FLAGS: ComponentFlags = ComponentFlags {
    component: "kube-apiserver",
    flags: &[
        flag("anonymous-auth", Want::Is("false"), "requests without credentials are answered"),
        flag(
            "basic-auth-file",
            Want::NotGiven,
            "passwords in a file grant access until the API server restarts",
        ),
        flag(
            "token-auth-file",
            Want::NotGiven,
            "tokens in a file grant access until the API server restarts",
        ),
        flag(
            "service-account-lookup",
            Want::Not(&["false"]),
            "tokens of deleted ServiceAccounts stay valid",
        ),
        flag(
            "service-account-key-file",
            Want::Given("/etc/kubernetes/pki/sa.pub"),
            "the key of tokens is that of its own TLS certificate",
        ),
        flag(
            "service-account-extend-token-expiration",
            Want::Is("false"),
            "tokens of Pods are valid for a year",
        ),
    ],
    files: &["authentication-config"],
};
