//! A Pod annotation that no longer has any effect.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DEAD_ANNOTATION,
        name: "dead-annotation",
        title: "Annotation that no longer has any effect",
        aliases: &[
            "k8s-warn:seccomp-annotation",
            "k8s-warn:critical-pod-annotation",
            "k8s-warn:sysctls-annotation",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("dead_annotation.md"),
    },
    check: &Elsewhere,
};
