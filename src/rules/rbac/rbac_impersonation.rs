//! A role that can act as other users.

use super::{policy::Power, powers::Powers};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_IMPERSONATION,
        name: "rbac-impersonation",
        title: "Acting as other users",
        aliases: &[
            "checkov:CKV2_K8S_3",
            "trivy:KSV043",
            "kubescape:C-0065",
            "datree:CIS_INVALID_VALUE_BIND_IMPERSONATE_ESCALATE",
        ],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("rbac_impersonation.md"),
    },
    check: &Powers {
        list: POWERS,
        help: "list whom to impersonate in `resourceNames`",
        is_of_cluster: false,
        builtin: &["admin", "edit"],
    },
};

pub(super) const POWERS: &[Power] = &[
    Power {
        resources: &["users", "groups", "serviceaccounts"],
        group: "",
        verbs: &["impersonate"],
        effect: "acting as other users",
    },
    Power {
        resources: &["userextras", "uids"],
        group: "authentication.k8s.io",
        verbs: &["impersonate"],
        effect: "acting as other users",
    },
];
