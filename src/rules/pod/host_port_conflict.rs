//! Two ports of a pod use the same port of the node.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HOST_PORT_CONFLICT,
        name: "host-port-conflict",
        title: "Host port conflict in a Pod",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("host_port_conflict.md"),
    },
    check: &Elsewhere,
};
