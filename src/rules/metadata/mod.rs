//! Names, labels, annotations and selectors of objects.

use super::CheckedRule;

mod duplicate_owner_reference;
mod forbidden_metadata;
mod invalid_annotation;
mod invalid_finalizer;
mod invalid_label;
mod invalid_label_selector;
mod invalid_name;
mod invalid_owner_reference;
mod invalid_system_annotation;
mod missing_name;
mod name_too_long;
mod policy;
mod required_annotation;
mod required_label;
mod resource_version_on_create;
mod unqualified_custom_finalizer;
mod workload_name_not_dns_label;

pub(super) static RULES: &[&CheckedRule] = &[
    &invalid_name::RULE,
    &missing_name::RULE,
    &name_too_long::RULE,
    &invalid_label::RULE,
    &invalid_annotation::RULE,
    &invalid_label_selector::RULE,
    &invalid_finalizer::RULE,
    &unqualified_custom_finalizer::RULE,
    &invalid_owner_reference::RULE,
    &duplicate_owner_reference::RULE,
    &resource_version_on_create::RULE,
    &workload_name_not_dns_label::RULE,
    &invalid_system_annotation::RULE,
    &required_label::RULE,
    &required_annotation::RULE,
    &forbidden_metadata::RULE,
];
