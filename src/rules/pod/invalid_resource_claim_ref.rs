//! A resource claim is not declared, or declared twice.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_RESOURCE_CLAIM_REF,
        name: "invalid-resource-claim-ref",
        title: "Invalid resource claim reference",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_resource_claim_ref.md"),
    },
    check: &Elsewhere,
};
