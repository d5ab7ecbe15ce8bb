//! A role that can grant rights to its holder.

use super::{policy::Power, powers::Powers};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_ESCALATION,
        name: "rbac-escalation",
        title: "Granting more rights than held",
        aliases: &[
            "checkov:CKV_K8S_157",
            "checkov:CKV_K8S_158",
            "checkov:CKV2_K8S_1",
            "trivy:KSV050",
            "trivy:KSV051",
            "trivy:KSV052",
            "trivy:KSV055",
            "kubescape:C-0191",
            "datree:CIS_INVALID_VALUE_BIND_IMPERSONATE_ESCALATE",
            "kyverno:restrict-escalation-verbs-roles",
        ],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("rbac_escalation.md"),
    },
    check: &Powers {
        list: POWERS,
        help: "remove it, or list the names of the roles in `resourceNames`",
        is_of_cluster: false,
        builtin: &["admin"],
    },
};

pub(super) const POWERS: &[Power] = &[
    Power {
        resources: &["roles", "clusterroles"],
        group: "rbac.authorization.k8s.io",
        verbs: &["escalate"],
        effect: "granting rights that the subject does not have",
    },
    Power {
        resources: &["roles", "clusterroles"],
        group: "rbac.authorization.k8s.io",
        verbs: &["bind"],
        effect: "binding any role",
    },
    Power {
        resources: &["rolebindings", "clusterrolebindings"],
        group: "rbac.authorization.k8s.io",
        verbs: &["create", "update", "patch"],
        effect: "editing bindings",
    },
];
