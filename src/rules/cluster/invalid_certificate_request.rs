//! A certificate signing request that no signer could answer.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_CERTIFICATE_REQUEST,
        name: "invalid-certificate-request",
        title: "Invalid CertificateSigningRequest",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_certificate_request.md"),
    },
    check: &Elsewhere,
};
