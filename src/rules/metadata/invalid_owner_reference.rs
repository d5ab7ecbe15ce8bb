//! An owner reference that is incomplete, or two owners that are the controller.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_OWNER_REFERENCE,
        name: "invalid-owner-reference",
        title: "Invalid owner reference",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_owner_reference.md"),
    },
    check: &Elsewhere,
};
