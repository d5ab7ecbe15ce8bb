//! A custom resource that a rule of its definition does not allow.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CUSTOM_RESOURCE_RULE,
        name: "custom-resource-rule",
        title: "Rule of the definition broken",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("custom_resource_rule.md"),
    },
    check: &Elsewhere,
};
