//! Ports of a Service that have no name, a bad one or the same.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICE_PORT_NAME_REQUIRED,
        name: "service-port-name-required",
        title: "Missing or invalid Service port name",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("service_port_name_required.md"),
    },
    check: &Elsewhere,
};
