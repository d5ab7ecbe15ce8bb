//! A TLS entry with an invalid host or Secret name.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_INGRESS_TLS,
        name: "invalid-ingress-tls",
        title: "Invalid Ingress TLS entry",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_ingress_tls.md"),
    },
    check: &Elsewhere,
};
