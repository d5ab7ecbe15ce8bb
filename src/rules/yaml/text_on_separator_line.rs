//! Text after `---`.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::TEXT_ON_SEPARATOR_LINE,
        name: "text-on-separator-line",
        title: "Text on a document separator line",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("text_on_separator_line.md"),
    },
    check: &Elsewhere,
};
