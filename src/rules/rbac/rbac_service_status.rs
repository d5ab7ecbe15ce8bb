//! A role that can set addresses in the status of Services.

use super::{policy::Power, powers::Powers};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RBAC_SERVICE_STATUS,
        name: "rbac-service-status",
        title: "Changing the status of Services",
        aliases: &["checkov:CKV2_K8S_4"],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("rbac_service_status.md"),
    },
    check: &Powers {
        list: POWERS,
        help: "remove it, unless it is for a controller of load balancers",
        is_of_cluster: false,
        builtin: &[],
    },
};

const POWERS: &[Power] = &[Power {
    resources: &["services/status"],
    group: "",
    verbs: &["update", "patch"],
    effect: "redirecting traffic to any address",
}];
