//! A group ID that groups of the node may have.

use super::low_id::LowId;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::LOW_GROUP_ID,
        name: "low-group-id",
        title: "Low group ID",
        aliases: &[
            "kube-score:container-security-context-user-group-id",
            "trivy:KSV021",
            "monokle:KBP105",
            "datree:CONTAINERS_INCORRECT_RUNASGROUP_VALUE_LOWGID",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("low_group_id.md"),
    },
    check: &LowId { field: "runAsGroup", whose: "group" },
};
