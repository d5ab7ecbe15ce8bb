//! A storage version migration that names no resource.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_STORAGE_MIGRATION,
        name: "invalid-storage-migration",
        title: "Invalid StorageVersionMigration",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_storage_migration.md"),
    },
    check: &Elsewhere,
};
