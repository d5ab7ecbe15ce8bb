//! Different ingress classes in the field and in the annotation.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INGRESS_CLASS_CONFLICT,
        name: "ingress-class-conflict",
        title: "Conflicting ingress classes",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("ingress_class_conflict.md"),
    },
    check: &Elsewhere,
};
