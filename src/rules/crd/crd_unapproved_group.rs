//! A custom resource in a protected API group without approval.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRD_UNAPPROVED_GROUP,
        name: "crd-unapproved-group",
        title: "Protected API group without approval",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("crd_unapproved_group.md"),
    },
    check: &Elsewhere,
};
