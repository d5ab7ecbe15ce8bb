//! A StorageClass without a driver, or with an invalid value.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_STORAGE_CLASS,
        name: "invalid-storage-class",
        title: "Invalid StorageClass",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_storage_class.md"),
    },
    check: &Elsewhere,
};
