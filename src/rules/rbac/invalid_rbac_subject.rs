//! An invalid subject of a binding.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_RBAC_SUBJECT,
        name: "invalid-rbac-subject",
        title: "Invalid RBAC subject",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_rbac_subject.md"),
    },
    check: &Elsewhere,
};
