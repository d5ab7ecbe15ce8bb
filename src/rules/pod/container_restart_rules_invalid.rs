//! Restart rules of a container contradict each other.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CONTAINER_RESTART_RULES_INVALID,
        name: "container-restart-rules-invalid",
        title: "Invalid container restart rules",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("container_restart_rules_invalid.md"),
    },
    check: &Elsewhere,
};
