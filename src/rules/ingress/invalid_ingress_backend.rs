//! An Ingress backend without a Service, or with an invalid port.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_INGRESS_BACKEND,
        name: "invalid-ingress-backend",
        title: "Invalid Ingress backend",
        aliases: &["popeye:1404"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_ingress_backend.md"),
    },
    check: &Elsewhere,
};
