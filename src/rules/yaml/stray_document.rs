//! A document with nothing in it.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::STRAY_DOCUMENT,
        name: "stray-document",
        title: "Empty document",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Style,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("stray_document.md"),
    },
    check: &Elsewhere,
};
