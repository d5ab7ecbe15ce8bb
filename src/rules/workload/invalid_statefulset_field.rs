//! A field of a StatefulSet with an invalid value.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_STATEFULSET_FIELD,
        name: "invalid-statefulset-field",
        title: "Invalid StatefulSet field",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_statefulset_field.md"),
    },
    check: &Elsewhere,
};
