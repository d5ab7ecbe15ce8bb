//! A finalizer of a custom resource without a domain.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNQUALIFIED_CUSTOM_FINALIZER,
        name: "unqualified-custom-finalizer",
        title: "Custom finalizer without a domain",
        aliases: &["k8s-warn:cr-finalizer"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("unqualified_custom_finalizer.md"),
    },
    check: &Elsewhere,
};
