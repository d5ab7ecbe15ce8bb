//! A value of the wrong type.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::WRONG_TYPE,
        name: "wrong-type",
        title: "Value of the wrong type",
        aliases: &["kube-linter:schema-validation", "monokle:K8S001"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("wrong_type.md"),
    },
    check: &Elsewhere,
};
