//! Aliases that expand to far more than is written.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ALIAS_BOMB,
        name: "alias-bomb",
        title: "Excessive YAML aliasing",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("alias_bomb.md"),
    },
    check: &Elsewhere,
};
