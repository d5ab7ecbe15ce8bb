//! Content that is never read.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DOCUMENT_LOST,
        name: "document-lost",
        title: "Content that is never read",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("document_lost.md"),
    },
    check: &Elsewhere,
};
