//! A field of the pod is not available where it is referenced.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_FIELD_REF,
        name: "invalid-field-ref",
        title: "Invalid field reference",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_field_ref.md"),
    },
    check: &Elsewhere,
};
