//! Disruption budgets, limit ranges and quotas against the pods that they bind.

use super::Rule;

mod pdb_both_set;

pub(super) static RULES: &[&Rule] = &[&pdb_both_set::RULE];
