//! A field at the wrong depth.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MISPLACED_FIELD,
        name: "misplaced-field",
        title: "Field at the wrong level",
        aliases: &["kube-linter:schema-validation", "monokle:K8S001"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("misplaced_field.md"),
    },
    check: &Elsewhere,
};
