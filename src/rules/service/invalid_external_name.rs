//! An ExternalName Service without a name, or with an address.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_EXTERNAL_NAME,
        name: "invalid-external-name",
        title: "Invalid external name",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_external_name.md"),
    },
    check: &Elsewhere,
};
