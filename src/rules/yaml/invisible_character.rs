//! A character that looks like a space or a quote but is neither.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVISIBLE_CHARACTER,
        name: "invisible-character",
        title: "Invisible or look-alike character",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invisible_character.md"),
    },
    check: &Elsewhere,
};
