//! A conversion between versions that is incomplete or contradictory.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRD_CONVERSION,
        name: "crd-conversion",
        title: "Invalid conversion between versions",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("crd_conversion.md"),
    },
    check: &Elsewhere,
};
