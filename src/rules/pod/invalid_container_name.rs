//! A container name is missing or not a DNS label.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_CONTAINER_NAME,
        name: "invalid-container-name",
        title: "Invalid container name",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_container_name.md"),
    },
    check: &Elsewhere,
};
