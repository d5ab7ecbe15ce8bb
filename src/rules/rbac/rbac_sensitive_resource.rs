//! A role that can change something that others rely on.

use super::{policy::Power, powers::Powers};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_SENSITIVE_RESOURCE,
        name: "rbac-sensitive-resource",
        title: "Control over a sensitive resource",
        aliases: &[
            "trivy:KSV042",
            "trivy:KSV049",
            "trivy:KSV056",
            "trivy:KSV115",
            "kubescape:C-0007",
            "kubescape:C-0031",
            "kubescape:C-0037",
            "kubescape:C-0063",
            "kubescape:C-0278",
            "kubescape:C-0282",
            "gatekeeper:K8sBlockEndpointEditDefaultRole",
        ],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("rbac_sensitive_resource.md"),
    },
    check: &Powers {
        list: POWERS,
        help: "remove the verbs that are not needed, or list names in `resourceNames`",
        is_of_cluster: false,
        builtin: &[],
    },
};

const POWERS: &[Power] = &[
    Power {
        resources: &["configmaps"],
        group: "",
        verbs: &["create", "update", "patch", "delete"],
        effect: "changing the configuration of programs",
    },
    Power {
        resources: &["networkpolicies"],
        group: "networking.k8s.io",
        verbs: &["create", "update", "patch", "delete"],
        effect: "changing network rules",
    },
    Power {
        resources: &["ingresses"],
        group: "networking.k8s.io",
        verbs: &["create", "update", "patch", "delete"],
        effect: "changing what is reachable from outside",
    },
    Power {
        resources: &["endpoints"],
        group: "",
        verbs: &["create", "update", "patch"],
        effect: "redirecting the traffic of Services",
    },
    Power {
        resources: &["endpointslices"],
        group: "discovery.k8s.io",
        verbs: &["create", "update", "patch"],
        effect: "redirecting the traffic of Services",
    },
    Power {
        resources: &["events"],
        group: "",
        verbs: &["delete", "deletecollection"],
        effect: "deleting events",
    },
    Power {
        resources: &["serviceaccounts/token"],
        group: "",
        verbs: &["create"],
        effect: "creating tokens of ServiceAccounts",
    },
    Power {
        resources: &["persistentvolumes"],
        group: "",
        verbs: &["create"],
        effect: "creating volumes, also with directories of nodes",
    },
    Power {
        resources: &["pods/portforward"],
        group: "",
        verbs: &["create", "get"],
        effect: "connecting to Pods",
    },
];
