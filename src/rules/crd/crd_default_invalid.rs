//! A default that is invalid in its own schema.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRD_DEFAULT_INVALID,
        name: "crd-default-invalid",
        title: "Default value rejected by its own schema",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("crd_default_invalid.md"),
    },
    check: &Elsewhere,
};
