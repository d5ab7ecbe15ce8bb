//! API versions: removed, deprecated, disabled by default, too new.

use super::CheckedRule;

mod api_newer_than_target;
mod api_off_by_default;
mod dead_annotation;
mod deprecated_annotation;
mod deprecated_api_version;
mod deprecated_custom_api;
mod deprecated_field;
mod deprecated_node_label;
mod deprecated_service_account_field;
mod end_of_life_component;
mod field_of_older_version;
mod migrated_volume_plugin;
mod old_registry_metadata;
mod rbac_removed_resource;
mod removed_api_version;
mod removed_master_role;
mod removed_volume_plugin;

pub(super) static RULES: &[&CheckedRule] = &[
    &removed_api_version::RULE,
    &deprecated_api_version::RULE,
    &api_off_by_default::RULE,
    &api_newer_than_target::RULE,
    &field_of_older_version::RULE,
    &deprecated_annotation::RULE,
    &dead_annotation::RULE,
    &deprecated_node_label::RULE,
    &removed_master_role::RULE,
    &removed_volume_plugin::RULE,
    &migrated_volume_plugin::RULE,
    &deprecated_service_account_field::RULE,
    &deprecated_field::RULE,
    &rbac_removed_resource::RULE,
    &deprecated_custom_api::RULE,
    &end_of_life_component::RULE,
    &old_registry_metadata::RULE,
];
