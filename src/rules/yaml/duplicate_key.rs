//! The same key twice in one map.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DUPLICATE_KEY,
        name: "duplicate-key",
        title: "Duplicate key in a map",
        aliases: &["monokle:YML010", "k8s-warn:strict-duplicate-field"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("duplicate_key.md"),
    },
    check: &Elsewhere,
};
