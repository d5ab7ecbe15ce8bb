//! The amount of a resource is negative, not an integer, or needs another resource.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_RESOURCE_AMOUNT,
        name: "invalid-resource-amount",
        title: "Invalid resource amount",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_resource_amount.md"),
    },
    check: &Elsewhere,
};
