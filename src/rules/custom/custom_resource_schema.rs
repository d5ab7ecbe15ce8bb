//! A value that the definition of a custom resource does not allow.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CUSTOM_RESOURCE_SCHEMA,
        name: "custom-resource-schema",
        title: "Value not allowed by the definition",
        aliases: &["monokle:K8S001"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("custom_resource_schema.md"),
    },
    check: &Elsewhere,
};
