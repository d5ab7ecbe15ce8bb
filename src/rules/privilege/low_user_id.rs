//! A user ID that users of the node may have.

use super::low_id::LowId;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::LOW_USER_ID,
        name: "low-user-id",
        title: "Low user ID",
        aliases: &[
            "kube-score:container-security-context-user-group-id",
            "checkov:CKV_K8S_40",
            "trivy:KSV020",
            "monokle:KBP104",
            "datree:CONTAINERS_INCORRECT_RUNASUSER_VALUE_LOWUID",
            "kics:Container Running With Low UID",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("low_user_id.md"),
    },
    check: &LowId { field: "runAsUser", whose: "user" },
};
