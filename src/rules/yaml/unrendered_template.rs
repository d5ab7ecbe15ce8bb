//! A template that is not rendered yet.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNRENDERED_TEMPLATE,
        name: "unrendered-template",
        title: "Unrendered template or placeholder",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("unrendered_template.md"),
    },
    check: &Elsewhere,
};
