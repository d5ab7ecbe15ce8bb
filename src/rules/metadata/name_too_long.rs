//! A name that is too long for its kind.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NAME_TOO_LONG,
        name: "name-too-long",
        title: "Object name too long",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("name_too_long.md"),
    },
    check: &Elsewhere,
};
