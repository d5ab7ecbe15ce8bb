//! The selector of a workload does not match the labels of its pod template.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SELECTOR_TEMPLATE_MISMATCH,
        name: "selector-template-mismatch",
        title: "Selector that does not match the Pod template",
        aliases: &[
            "kube-linter:mismatching-selector",
            "kube-score:deployment-pod-selector-labels-match-template-metadata-labels",
            "kube-score:statefulset-pod-selector-labels-match-template-metadata-labels",
            "kubescape:C-0296",
            "popeye:508",
        ],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("selector_template_mismatch.md"),
    },
    check: &Elsewhere,
};
