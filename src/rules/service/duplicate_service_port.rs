//! A port or node port that a Service lists twice.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DUPLICATE_SERVICE_PORT,
        name: "duplicate-service-port",
        title: "Duplicate Service port",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("duplicate_service_port.md"),
    },
    check: &Elsewhere,
};
