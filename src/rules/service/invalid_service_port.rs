//! A Service port, target port, protocol or type that is not valid.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_SERVICE_PORT,
        name: "invalid-service-port",
        title: "Invalid Service port or type",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_service_port.md"),
    },
    check: &Elsewhere,
};
