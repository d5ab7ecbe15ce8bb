//! An object without a name or generateName.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MISSING_NAME,
        name: "missing-name",
        title: "Missing object name",
        aliases: &["datree:RESOURCE_MISSING_NAME"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("missing_name.md"),
    },
    check: &Elsewhere,
};
