//! An invalid validation rule of a schema.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRD_CEL_RULE,
        name: "crd-cel-rule",
        title: "Invalid CEL rule in a schema",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("crd_cel_rule.md"),
    },
    check: &Elsewhere,
};
