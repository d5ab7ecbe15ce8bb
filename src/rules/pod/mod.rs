//! Pods, as the API server validates them.

use super::CheckedRule;

mod active_deadline_not_allowed;
mod container_restart_rules_invalid;
mod dns_config_options;
mod duplicate_container_name;
mod duplicate_host_alias;
mod duplicate_mount_path;
mod duplicate_port_name;
mod duplicate_volume_name;
mod env_source_conflict;
mod ephemeral_containers_in_manifest;
mod extended_resource_request_limit;
mod file_mode_out_of_range;
mod host_network_dns_policy;
mod host_network_port_mismatch;
mod host_port_conflict;
mod host_users_conflict;
mod image_padded_with_space;
mod invalid_container_name;
mod invalid_container_port;
mod invalid_dns_config;
mod invalid_env_name;
mod invalid_field_ref;
mod invalid_host_alias;
mod invalid_image_pull_secret_entry;
mod invalid_key_ref;
mod invalid_lifecycle_hook;
mod invalid_node_selector;
mod invalid_pod_affinity;
mod invalid_pod_hostname;
mod invalid_port_name;
mod invalid_probe_handler;
mod invalid_profile;
mod invalid_projected_volume;
mod invalid_recursive_read_only;
mod invalid_reference_name;
mod invalid_resize_policy;
mod invalid_resource_amount;
mod invalid_resource_claim_ref;
mod invalid_resource_name;
mod invalid_scheduling_gate;
mod invalid_sysctl;
mod invalid_toleration;
mod invalid_topology_spread;
mod invalid_user_or_group_id;
mod invalid_volume_device;
mod invalid_volume_path;
mod invalid_volume_source;
mod missing_image;
mod mount_propagation_without_privileged;
mod negative_grace_period;
mod no_containers;
mod os_field_mismatch;
mod overlapping_volume_paths;
mod pod_level_resources_conflict;
mod preferred_node_affinity_bad_value;
mod privilege_setting_conflict;
mod probe_handler_count;
mod probe_number_out_of_range;
mod probe_on_init_container;
mod request_exceeds_limit;
mod restart_policy_not_allowed;
mod share_process_namespace_conflict;
mod unknown_volume_mount;
mod volume_source_count;

pub(super) static RULES: &[&CheckedRule] = &[
    &no_containers::RULE,
    &duplicate_container_name::RULE,
    &invalid_container_name::RULE,
    &missing_image::RULE,
    &image_padded_with_space::RULE,
    &restart_policy_not_allowed::RULE,
    &active_deadline_not_allowed::RULE,
    &ephemeral_containers_in_manifest::RULE,
    &probe_on_init_container::RULE,
    &container_restart_rules_invalid::RULE,
    &unknown_volume_mount::RULE,
    &duplicate_mount_path::RULE,
    &duplicate_volume_name::RULE,
    &volume_source_count::RULE,
    &invalid_volume_source::RULE,
    &invalid_volume_path::RULE,
    &file_mode_out_of_range::RULE,
    &invalid_projected_volume::RULE,
    &overlapping_volume_paths::RULE,
    &invalid_volume_device::RULE,
    &mount_propagation_without_privileged::RULE,
    &invalid_recursive_read_only::RULE,
    &invalid_env_name::RULE,
    &env_source_conflict::RULE,
    &invalid_field_ref::RULE,
    &invalid_key_ref::RULE,
    &invalid_container_port::RULE,
    &invalid_port_name::RULE,
    &duplicate_port_name::RULE,
    &host_port_conflict::RULE,
    &host_network_port_mismatch::RULE,
    &probe_handler_count::RULE,
    &probe_number_out_of_range::RULE,
    &invalid_probe_handler::RULE,
    &invalid_lifecycle_hook::RULE,
    &request_exceeds_limit::RULE,
    &invalid_resource_name::RULE,
    &invalid_resource_amount::RULE,
    &extended_resource_request_limit::RULE,
    &pod_level_resources_conflict::RULE,
    &privilege_setting_conflict::RULE,
    &invalid_user_or_group_id::RULE,
    &invalid_profile::RULE,
    &host_users_conflict::RULE,
    &os_field_mismatch::RULE,
    &invalid_sysctl::RULE,
    &share_process_namespace_conflict::RULE,
    &invalid_dns_config::RULE,
    &invalid_host_alias::RULE,
    &invalid_node_selector::RULE,
    &invalid_pod_affinity::RULE,
    &invalid_topology_spread::RULE,
    &invalid_toleration::RULE,
    &invalid_scheduling_gate::RULE,
    &invalid_pod_hostname::RULE,
    &invalid_resource_claim_ref::RULE,
    &invalid_reference_name::RULE,
    &invalid_resize_policy::RULE,
    &negative_grace_period::RULE,
    &invalid_image_pull_secret_entry::RULE,
    &duplicate_host_alias::RULE,
    &preferred_node_affinity_bad_value::RULE,
    &dns_config_options::RULE,
    &host_network_dns_policy::RULE,
];
