//! An alias without its anchor.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNKNOWN_ALIAS,
        name: "unknown-alias",
        title: "Alias without an anchor",
        aliases: &["monokle:YML013"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("unknown_alias.md"),
    },
    check: &Elsewhere,
};
