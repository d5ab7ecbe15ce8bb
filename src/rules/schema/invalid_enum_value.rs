//! A value that is not one of those allowed.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_ENUM_VALUE,
        name: "invalid-enum-value",
        title: "Unsupported value",
        aliases: &["kube-linter:schema-validation", "monokle:K8S001"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_enum_value.md"),
    },
    check: &Elsewhere,
};
