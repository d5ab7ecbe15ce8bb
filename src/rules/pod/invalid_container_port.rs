//! A port number is missing or out of range.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_CONTAINER_PORT,
        name: "invalid-container-port",
        title: "Invalid container port",
        aliases: &["kube-score:container-ports-check"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_container_port.md"),
    },
    check: &Elsewhere,
};
