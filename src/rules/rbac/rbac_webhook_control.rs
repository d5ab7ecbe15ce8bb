//! A ClusterRole that can change admission webhooks.

use super::{policy::Power, powers::Powers};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_WEBHOOK_CONTROL,
        name: "rbac-webhook-control",
        title: "Control over webhooks",
        aliases: &["checkov:CKV_K8S_155", "trivy:KSV114", "kubescape:C-0281"],
        severity: Severity::Warning,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("rbac_webhook_control.md"),
    },
    check: &Powers {
        list: POWERS,
        help: "list the names of its own webhooks in `resourceNames`",
        is_of_cluster: true,
        builtin: &[],
    },
};

pub(super) const POWERS: &[Power] = &[Power {
    resources: &["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
    group: "admissionregistration.k8s.io",
    verbs: &["create", "update", "patch", "delete", "deletecollection"],
    effect: "changing admission webhooks",
}];
