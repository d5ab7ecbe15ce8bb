//! A version of a custom resource that its definition does not serve.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CUSTOM_RESOURCE_VERSION,
        name: "custom-resource-version",
        title: "Version missing in the definition",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("custom_resource_version.md"),
    },
    check: &Elsewhere,
};
