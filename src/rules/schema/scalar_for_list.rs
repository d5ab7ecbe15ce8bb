//! A single value where a list belongs.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SCALAR_FOR_LIST,
        name: "scalar-for-list",
        title: "Single value instead of a list",
        aliases: &["kube-linter:schema-validation", "monokle:K8S001"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("scalar_for_list.md"),
    },
    check: &Elsewhere,
};
