//! A label or selector key that breaks the label syntax.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_LABEL,
        name: "invalid-label",
        title: "Invalid label",
        aliases: &[
            "kube-score:label-values",
            "datree:WORKLOAD_INVALID_LABELS_VALUE",
            "kics:Metadata Label Is Invalid",
        ],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_label.md"),
    },
    check: &Elsewhere,
};
