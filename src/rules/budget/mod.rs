//! Disruption budgets, limit ranges and quotas, compared with the pods that they apply to.

use super::{CheckedRule, prelude::ResourceField};

mod limit_range_violation;
mod pdb_blocks_evictions;
mod pdb_both_set;
mod pdb_empty_selector;
mod pdb_min_available_unreachable;
mod pdb_missing;
mod pdb_overlap;
mod pdb_selects_nothing;
mod pdb_unhealthy_policy_unset;
mod pdb_without_budget;
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
    &pdb_without_budget::RULE,
    &pdb_unhealthy_policy_unset::RULE,
];

/// What a quota counts of containers, by its name for it; only possible if every container has a
/// value (`pkg/quota/v1/evaluator/core/pods.go`).
const COUNTED: &[(&str, ResourceField, &str)] = &[
    ("cpu", ResourceField::Requests, "cpu"),
    ("requests.cpu", ResourceField::Requests, "cpu"),
    ("limits.cpu", ResourceField::Limits, "cpu"),
    ("memory", ResourceField::Requests, "memory"),
    ("requests.memory", ResourceField::Requests, "memory"),
    ("limits.memory", ResourceField::Limits, "memory"),
];
