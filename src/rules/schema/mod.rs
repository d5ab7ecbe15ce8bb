//! Errors in kinds, fields and types.

use super::CheckedRule;

mod depth_or_size_limit;
mod field_newer_than_target;
mod gated_field;
mod integer_out_of_range;
mod invalid_base64;
mod invalid_enum_value;
mod invalid_int_or_string;
mod invalid_list_wrapper;
mod invalid_quantity;
mod invalid_time;
mod misplaced_field;
mod missing_required_field;
mod missing_type;
mod null_list_item;
mod null_union_member;
mod scalar_for_list;
mod unknown_field;
mod unknown_kind;
mod wrong_case_type;
mod wrong_type;

pub(super) static RULES: &[&CheckedRule] = &[
    &missing_type::RULE,
    &unknown_kind::RULE,
    &wrong_case_type::RULE,
    &unknown_field::RULE,
    &misplaced_field::RULE,
    &missing_required_field::RULE,
    &wrong_type::RULE,
    &scalar_for_list::RULE,
    &invalid_enum_value::RULE,
    &invalid_quantity::RULE,
    &invalid_int_or_string::RULE,
    &invalid_time::RULE,
    &invalid_base64::RULE,
    &integer_out_of_range::RULE,
    &null_union_member::RULE,
    &null_list_item::RULE,
    &invalid_list_wrapper::RULE,
    &gated_field::RULE,
    &field_newer_than_target::RULE,
    &depth_or_size_limit::RULE,
];
