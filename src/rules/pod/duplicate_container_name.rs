//! Two containers of a pod share a name.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DUPLICATE_CONTAINER_NAME,
        name: "duplicate-container-name",
        title: "Duplicate container name",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("duplicate_container_name.md"),
    },
    check: &Elsewhere,
};
