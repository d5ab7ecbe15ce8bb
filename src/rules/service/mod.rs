//! Services: what they accept, and the way from them to their pods.

use super::Rule;

mod duplicate_node_port;
mod headless_port_remap;
mod service_port_name_unresolved;
mod service_port_not_declared;
mod service_protocol_mismatch;
mod service_selects_job_pods;
mod service_selects_nothing;
mod service_selects_several_apps;
mod service_selects_workload_labels;
mod services_overlap;

pub(super) static RULES: &[&Rule] = &[
    &service_selects_nothing::RULE,
    &service_selects_workload_labels::RULE,
    &service_port_name_unresolved::RULE,
    &service_port_not_declared::RULE,
    &service_protocol_mismatch::RULE,
    &service_selects_several_apps::RULE,
    &service_selects_job_pods::RULE,
    &services_overlap::RULE,
    &duplicate_node_port::RULE,
    &headless_port_remap::RULE,
];
