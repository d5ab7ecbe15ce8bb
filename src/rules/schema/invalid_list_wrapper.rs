//! A `kind: List` with items that are not objects.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_LIST_WRAPPER,
        name: "invalid-list-wrapper",
        title: "List item that is not an object",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_list_wrapper.md"),
    },
    check: &Elsewhere,
};
