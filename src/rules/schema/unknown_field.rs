//! A field that does not exist.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNKNOWN_FIELD,
        name: "unknown-field",
        title: "Unknown field",
        aliases: &[
            "kube-linter:schema-validation",
            "monokle:K8S001",
            "k8s-warn:strict-unknown-field",
        ],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("unknown_field.md"),
    },
    check: &Elsewhere,
};
