//! A role with access to all Secrets.

use super::{policy::Power, powers::Powers};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_SECRETS_ACCESS,
        name: "rbac-secrets-access",
        title: "Access to all Secrets",
        aliases: &[
            "kube-linter:access-to-secrets",
            "checkov:CKV2_K8S_5",
            "trivy:KSV041",
            "trivy:KSV113",
            "kubescape:C-0015",
            "kubescape:C-0186",
            "datree:CIS_INVALID_VERB_SECRETS",
            "kics:RBAC Roles with Read Secrets Permissions",
            "kics:ServiceAccount Allows Access Secrets",
            "kyverno:restrict-secret-role-verbs",
        ],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("rbac_secrets_access.md"),
    },
    check: &Powers {
        list: POWERS,
        help: "list the names of the Secrets in `resourceNames`",
        is_of_cluster: false,
        builtin: &["admin", "edit"],
    },
};

pub(super) const POWERS: &[Power] = &[
    Power {
        resources: &["secrets"],
        group: "",
        verbs: &["get", "list", "watch"],
        effect: "reading all Secrets",
    },
    Power {
        resources: &["secrets"],
        group: "",
        verbs: &["update", "patch", "delete", "deletecollection"],
        effect: "changing all Secrets",
    },
];
