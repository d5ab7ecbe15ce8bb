//! Two objects without `---` between them.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::TWO_OBJECTS_ONE_DOCUMENT,
        name: "two-objects-one-document",
        title: "Two objects in one document",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("two_objects_one_document.md"),
    },
    check: &Elsewhere,
};
