//! The same owner listed twice.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DUPLICATE_OWNER_REFERENCE,
        name: "duplicate-owner-reference",
        title: "Duplicate owner reference",
        aliases: &["k8s-warn:duplicate-owner-reference"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("duplicate_owner_reference.md"),
    },
    check: &Elsewhere,
};
