//! A volume source with nothing in it.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NULL_UNION_MEMBER,
        name: "null-union-member",
        title: "Volume source set to null",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("null_union_member.md"),
    },
    check: &Elsewhere,
};
