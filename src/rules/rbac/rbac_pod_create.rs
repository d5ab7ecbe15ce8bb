//! A role that can create Pods.

use super::{policy::Power, powers::Powers};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_POD_CREATE,
        name: "rbac-pod-create",
        title: "Creating Pods",
        aliases: &[
            "kube-linter:access-to-create-pods",
            "trivy:KSV048",
            "monokle:KBP107",
            "kubescape:C-0188",
            "datree:CIS_INVALID_VALUE_CREATE_POD",
            "kics:Permissive Access to Create Pods",
        ],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("rbac_pod_create.md"),
    },
    check: &Powers {
        list: POWERS,
        help: "grant it only to what deploys, and enforce a Pod Security level",
        is_of_cluster: false,
        builtin: &["admin", "edit"],
    },
};

pub(super) const POWERS: &[Power] = &[
    Power {
        resources: &["pods", "replicationcontrollers"],
        group: "",
        verbs: &["create"],
        effect: "creating Pods",
    },
    Power {
        resources: &["deployments", "daemonsets", "statefulsets", "replicasets"],
        group: "apps",
        verbs: &["create"],
        effect: "creating Pods through workloads",
    },
    Power {
        resources: &["jobs", "cronjobs"],
        group: "batch",
        verbs: &["create"],
        effect: "creating Pods through Jobs",
    },
];
