//! A document that is a list or a single value.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DOCUMENT_NOT_AN_OBJECT,
        name: "document-not-an-object",
        title: "Document that is not an object",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("document_not_an_object.md"),
    },
    check: &Elsewhere,
};
