//! How files are written, and what does not belong in them.

use super::CheckedRule;

mod default_namespace;
mod default_value_spelled_out;
mod field_order;
mod generate_name_in_apply_set;
mod instance_label_mismatch;
mod last_applied_annotation;
mod namespace_on_cluster_object;
mod non_canonical_quantity;
mod owner_reference_in_source;
mod prefer_named_port;
mod recommended_labels;
mod reserved_key_typo;
mod reserved_keys;
mod reserved_metadata_prefix;
mod server_populated_field;
mod unsorted_keys;

pub(super) static RULES: &[&CheckedRule] = &[
    &recommended_labels::RULE,
    &instance_label_mismatch::RULE,
    &default_namespace::RULE,
    &unsorted_keys::RULE,
    &field_order::RULE,
    &server_populated_field::RULE,
    &last_applied_annotation::RULE,
    &owner_reference_in_source::RULE,
    &namespace_on_cluster_object::RULE,
    &default_value_spelled_out::RULE,
    &non_canonical_quantity::RULE,
    &prefer_named_port::RULE,
    &reserved_metadata_prefix::RULE,
    &generate_name_in_apply_set::RULE,
    &reserved_key_typo::RULE,
];
