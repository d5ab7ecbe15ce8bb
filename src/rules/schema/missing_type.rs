//! An object without `apiVersion` or `kind`.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MISSING_TYPE,
        name: "missing-type",
        title: "Missing apiVersion or kind",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("missing_type.md"),
    },
    check: &Elsewhere,
};
