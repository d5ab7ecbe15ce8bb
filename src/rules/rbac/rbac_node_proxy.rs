//! A ClusterRole that can send requests to kubelets.

use super::{policy::Power, powers::Powers};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_NODE_PROXY,
        name: "rbac-node-proxy",
        title: "Access to kubelets",
        aliases: &["checkov:CKV2_K8S_2", "trivy:KSV047", "kubescape:C-0279"],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("rbac_node_proxy.md"),
    },
    check: &Powers {
        list: POWERS,
        help: "use `nodes/metrics`, `nodes/stats` or `nodes/log`",
        is_of_cluster: true,
        builtin: &[],
    },
};

pub(super) const POWERS: &[Power] = &[Power {
    resources: &["nodes/proxy"],
    group: "",
    verbs: &["get", "list", "create", "update", "patch", "delete", "watch"],
    effect: "sending any request to kubelets",
}];
