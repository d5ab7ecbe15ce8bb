//! A disruption budget with contradictory or invalid numbers.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PDB_BOTH_SET,
        name: "pdb-both-set",
        title: "Invalid PodDisruptionBudget",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("pdb_both_set.md"),
    },
    check: &Elsewhere,
};
