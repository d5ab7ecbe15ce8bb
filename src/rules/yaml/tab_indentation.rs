//! Tabs where YAML allows only spaces.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::TAB_INDENTATION,
        name: "tab-indentation",
        title: "Tabs used for indentation",
        aliases: &["monokle:YML019"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("tab_indentation.md"),
    },
    check: &Elsewhere,
};
