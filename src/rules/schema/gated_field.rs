//! A field of a feature that is disabled by default.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::GATED_FIELD,
        name: "gated-field",
        title: "Field ignored while its feature gate is disabled",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("gated_field.md"),
    },
    check: &Elsewhere,
};
