//! Two ports of a container share a name.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DUPLICATE_PORT_NAME,
        name: "duplicate-port-name",
        title: "Duplicate port name in a container",
        aliases: &["kube-score:container-ports-check"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("duplicate_port_name.md"),
    },
    check: &Elsewhere,
};
