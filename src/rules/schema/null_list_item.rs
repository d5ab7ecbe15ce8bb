//! A list item with nothing in it.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NULL_LIST_ITEM,
        name: "null-list-item",
        title: "Null list item",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("null_list_item.md"),
    },
    check: &Elsewhere,
};
