//! A Service without ports.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICE_WITHOUT_PORTS,
        name: "service-without-ports",
        title: "Service without ports",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("service_without_ports.md"),
    },
    check: &Elsewhere,
};
