//! Audit log of the API server.

use super::flags::{ComponentFlags, Want, flag};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::APISERVER_AUDIT_LOG,
        name: "apiserver-audit-log",
        title: "Audit log of the API server",
        aliases: &[
            "checkov:CKV_K8S_91",
            "checkov:CKV_K8S_92",
            "checkov:CKV_K8S_93",
            "checkov:CKV_K8S_94",
            "trivy:KCV0019",
            "trivy:KCV0020",
            "trivy:KCV0021",
            "trivy:KCV0022",
            "kubescape:C-0130",
            "kubescape:C-0131",
            "kubescape:C-0132",
            "kubescape:C-0133",
            "kubescape:C-0067",
        ],
        severity: Severity::Info,
        preset: Preset::Cis,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("apiserver_audit_log.md"),
    },
    check: &FLAGS,
};

static FLAGS: ComponentFlags = ComponentFlags {
    component: "kube-apiserver",
    flags: &[
        flag(
            "audit-log-path",
            Want::Given("/var/log/kubernetes/audit.log"),
            "nobody can tell who did what",
        ),
        flag(
            "audit-policy-file",
            Want::Given("/etc/kubernetes/audit-policy.yaml"),
            "no request is logged",
        ),
        flag("audit-log-maxage", Want::AtLeast(30), "entries of the last month may be gone"),
        flag("audit-log-maxbackup", Want::AtLeast(10), "older files are removed early"),
        flag("audit-log-maxsize", Want::AtLeast(100), "files are rotated early"),
    ],
    files: &["audit-webhook-config-file"],
};
