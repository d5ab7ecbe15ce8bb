//! Objects of the cluster itself.

use super::CheckedRule;

mod dra_driver_uppercase;
mod invalid_api_service;
mod invalid_certificate_request;
mod invalid_dra_object;
mod invalid_event;
mod invalid_flow_control;
mod invalid_lease;
mod invalid_node_object;
mod invalid_priority_class;
mod invalid_review_object;
mod invalid_runtime_class;
mod invalid_scheduling_workload;
mod invalid_storage_migration;

pub(super) static RULES: &[&CheckedRule] = &[
    &invalid_priority_class::RULE,
    &invalid_runtime_class::RULE,
    &invalid_flow_control::RULE,
    &invalid_certificate_request::RULE,
    &invalid_lease::RULE,
    &invalid_dra_object::RULE,
    &dra_driver_uppercase::RULE,
    &invalid_node_object::RULE,
    &invalid_api_service::RULE,
    &invalid_scheduling_workload::RULE,
    &invalid_storage_migration::RULE,
    &invalid_review_object::RULE,
    &invalid_event::RULE,
];
