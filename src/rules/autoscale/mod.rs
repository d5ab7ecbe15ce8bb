//! Horizontal pod autoscalers: what they accept, and what they scale.

use super::Rule;

mod hpa_replica_bounds;
mod invalid_hpa_behavior;
mod invalid_hpa_metric;
mod invalid_hpa_target_ref;

pub(super) static RULES: &[&Rule] = &[
    &hpa_replica_bounds::RULE,
    &invalid_hpa_metric::RULE,
    &invalid_hpa_behavior::RULE,
    &invalid_hpa_target_ref::RULE,
];
