//! A quota for a resource that cannot be counted.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_RESOURCE_QUOTA,
        name: "invalid-resource-quota",
        title: "Invalid ResourceQuota",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_resource_quota.md"),
    },
    check: &Elsewhere,
};
