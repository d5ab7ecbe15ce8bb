//! An Ingress host that is not a DNS name.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_INGRESS_HOST,
        name: "invalid-ingress-host",
        title: "Invalid Ingress host",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_ingress_host.md"),
    },
    check: &Elsewhere,
};
