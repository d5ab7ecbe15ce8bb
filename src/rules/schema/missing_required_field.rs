//! A required field is missing.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MISSING_REQUIRED_FIELD,
        name: "missing-required-field",
        title: "Missing required field",
        aliases: &[
            "kube-linter:schema-validation",
            "monokle:K8S001",
            "datree:HPA_MISSING_MAXREPLICAS_KEY",
        ],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("missing_required_field.md"),
    },
    check: &Elsewhere,
};
