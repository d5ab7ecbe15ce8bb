//! A port name is not an IANA service name.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_PORT_NAME,
        name: "invalid-port-name",
        title: "Invalid port name",
        aliases: &["kube-linter:invalid-target-ports", "kube-score:container-ports-check"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_port_name.md"),
    },
    check: &Elsewhere,
};
