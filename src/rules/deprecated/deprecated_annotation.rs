//! An annotation that was replaced.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DEPRECATED_ANNOTATION,
        name: "deprecated-annotation",
        title: "Deprecated annotation",
        aliases: &[
            "k8s-warn:ingress-class-annotation",
            "k8s-warn:pv-storage-class-annotation",
            "k8s-warn:pv-mount-options-annotation",
            "k8s-warn:pvc-storage-class-annotation",
            "k8s-warn:topology-hints-annotation",
            "k8s-warn:sa-mountable-secrets-annotation",
            "k8s-warn:apparmor-annotation",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("deprecated_annotation.md"),
    },
    check: &Elsewhere,
};
