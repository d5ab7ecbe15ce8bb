//! Profiling and timeouts of the API server.

use super::flags::{ComponentFlags, Want, flag};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::APISERVER_PROFILING_AND_TIMEOUT,
        name: "apiserver-profiling-and-timeout",
        title: "Profiling and timeouts of the API server",
        aliases: &[
            "checkov:CKV_K8S_90",
            "checkov:CKV_K8S_95",
            "trivy:KCV0018",
            "kubescape:C-0129",
            "kubescape:C-0134",
        ],
        severity: Severity::Info,
        preset: Preset::Cis,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("apiserver_profiling_and_timeout.md"),
    },
    check: &FLAGS,
};

static FLAGS: ComponentFlags = ComponentFlags {
    component: "kube-apiserver",
    flags: &[
        flag("profiling", Want::Is("false"), "profiles of the program can be read"),
        flag("request-timeout", Want::Not(&["0", "0s"]), "slow requests are never ended"),
    ],
    files: &[],
};
