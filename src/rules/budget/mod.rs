//! Disruption budgets, limit ranges and quotas, compared with the pods that they apply to.

use super::CheckedRule;

mod limit_range_violation;
mod pdb_blocks_evictions;
mod pdb_both_set;
mod pdb_empty_selector;
mod pdb_min_available_unreachable;
mod pdb_missing;
mod pdb_overlap;
mod pdb_selects_nothing;
mod quota_exceeded_by_set;
mod quota_requires_resources;

pub(super) static RULES: &[&CheckedRule] = &[
    &pdb_both_set::RULE,
    &pdb_selects_nothing::RULE,
    &pdb_blocks_evictions::RULE,
    &pdb_min_available_unreachable::RULE,
    &pdb_overlap::RULE,
    &pdb_empty_selector::RULE,
    &pdb_missing::RULE,
    &limit_range_violation::RULE,
    &quota_requires_resources::RULE,
    &quota_exceeded_by_set::RULE,
];
