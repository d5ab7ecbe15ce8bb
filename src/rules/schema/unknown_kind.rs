//! A kind that its `apiVersion` does not have.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNKNOWN_KIND,
        name: "unknown-kind",
        title: "Unknown kind in its API version",
        aliases: &["kube-linter:schema-validation", "monokle:K8S004"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("unknown_kind.md"),
    },
    check: &Elsewhere,
};
