//! A TLS Secret without a valid certificate or key.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::TLS_SECRET_PAIR_MISMATCH,
        name: "tls-secret-pair-mismatch",
        title: "Invalid certificate or key in a TLS Secret",
        aliases: &["k8s-warn:tls-secret-mismatch"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("tls_secret_pair_mismatch.md"),
    },
    check: &Elsewhere,
};
