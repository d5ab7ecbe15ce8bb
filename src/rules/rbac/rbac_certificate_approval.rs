//! A ClusterRole that can approve or sign certificates.

use super::{policy::Power, powers::Powers};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_CERTIFICATE_APPROVAL,
        name: "rbac-certificate-approval",
        title: "Approving certificates",
        aliases: &["checkov:CKV_K8S_156", "kubescape:C-0280"],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("rbac_certificate_approval.md"),
    },
    check: &Powers {
        list: POWERS,
        help: "list signers in `resourceNames`, or remove it",
        is_of_cluster: true,
        builtin: &[],
    },
};

pub(super) const POWERS: &[Power] = &[
    Power {
        resources: &["certificatesigningrequests/approval"],
        group: "certificates.k8s.io",
        verbs: &["update", "patch"],
        effect: "approving certificates of any user",
    },
    Power {
        resources: &["signers"],
        group: "certificates.k8s.io",
        verbs: &["approve", "sign"],
        effect: "signing certificates of any user",
    },
];
