//! An Ingress that routes nothing.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::EMPTY_INGRESS,
        name: "empty-ingress",
        title: "Ingress without rules",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("empty_ingress.md"),
    },
    check: &Elsewhere,
};
