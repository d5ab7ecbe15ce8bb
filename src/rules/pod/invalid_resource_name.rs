//! A container requests a resource that does not exist.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_RESOURCE_NAME,
        name: "invalid-resource-name",
        title: "Unknown container resource",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_resource_name.md"),
    },
    check: &Elsewhere,
};
