//! Services: what they accept, and how they reach their pods.

use super::CheckedRule;

mod duplicate_cluster_ip;
mod duplicate_node_port;
mod duplicate_service_port;
mod endpoints;
mod endpoints_port_mismatch;
mod endpoints_without_service;
mod external_name_is_ip;
mod headless_port_remap;
mod ineffective_service_field;
mod invalid_cluster_ip;
mod invalid_endpoint_slice;
mod invalid_endpoints;
mod invalid_external_name;
mod invalid_ip_address;
mod invalid_ip_allocation_object;
mod invalid_service_port;
mod invalid_session_affinity;
mod invalid_traffic_policy;
mod load_balancer_field_on_other_type;
mod manual_endpoints_overwritten;
mod node_port_on_cluster_ip;
mod node_port_out_of_range;
mod non_canonical_ip;
mod selectorless_service;
mod service_port_name_required;
mod service_port_name_unresolved;
mod service_port_not_declared;
mod service_port_two_protocols;
mod service_protocol_mismatch;
mod service_selects_job_pods;
mod service_selects_nothing;
mod service_selects_several_apps;
mod service_selects_workload_labels;
mod service_without_ports;
mod services_overlap;
mod traffic_policy_advice;

pub(super) static RULES: &[&CheckedRule] = &[
    &service_without_ports::RULE,
    &service_port_name_required::RULE,
    &duplicate_service_port::RULE,
    &invalid_service_port::RULE,
    &node_port_on_cluster_ip::RULE,
    &node_port_out_of_range::RULE,
    &invalid_cluster_ip::RULE,
    &invalid_external_name::RULE,
    &invalid_session_affinity::RULE,
    &load_balancer_field_on_other_type::RULE,
    &invalid_traffic_policy::RULE,
    &ineffective_service_field::RULE,
    &invalid_ip_address::RULE,
    &non_canonical_ip::RULE,
    &invalid_endpoints::RULE,
    &invalid_endpoint_slice::RULE,
    &invalid_ip_allocation_object::RULE,
    &service_selects_nothing::RULE,
    &service_selects_workload_labels::RULE,
    &service_port_name_unresolved::RULE,
    &service_port_not_declared::RULE,
    &service_protocol_mismatch::RULE,
    &service_selects_several_apps::RULE,
    &service_selects_job_pods::RULE,
    &services_overlap::RULE,
    &duplicate_node_port::RULE,
    &duplicate_cluster_ip::RULE,
    &manual_endpoints_overwritten::RULE,
    &endpoints_port_mismatch::RULE,
    &endpoints_without_service::RULE,
    &headless_port_remap::RULE,
    &service_port_two_protocols::RULE,
    &external_name_is_ip::RULE,
    &traffic_policy_advice::RULE,
    &selectorless_service::RULE,
];
