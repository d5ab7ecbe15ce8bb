//! An alpha or beta API that is disabled by default.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::API_OFF_BY_DEFAULT,
        name: "api-off-by-default",
        title: "API disabled by default",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("api_off_by_default.md"),
    },
    check: &Elsewhere,
};
