//! Horizontal pod autoscalers: what they accept, and what they scale.

use super::CheckedRule;

mod hpa_and_vpa_conflict;
mod hpa_container_metric_unknown_container;
mod hpa_metric_without_request;
mod hpa_replica_bounds;
mod hpa_target_api_version;
mod hpa_target_missing;
mod hpa_target_not_scalable;
mod invalid_hpa_behavior;
mod invalid_hpa_metric;
mod invalid_hpa_target_ref;
mod replicas_set_with_hpa;
mod several_autoscalers_one_target;

pub(super) static RULES: &[&CheckedRule] = &[
    &hpa_replica_bounds::RULE,
    &invalid_hpa_metric::RULE,
    &invalid_hpa_behavior::RULE,
    &invalid_hpa_target_ref::RULE,
    &hpa_target_missing::RULE,
    &hpa_target_api_version::RULE,
    &hpa_target_not_scalable::RULE,
    &hpa_metric_without_request::RULE,
    &hpa_container_metric_unknown_container::RULE,
    &replicas_set_with_hpa::RULE,
    &several_autoscalers_one_target::RULE,
    &hpa_and_vpa_conflict::RULE,
];
