//! Errors in the text itself: YAML, encodings, documents.

use super::CheckedRule;

mod alias_bomb;
mod bad_encoding;
mod boolean_in_string_field;
mod carriage_returns;
mod decimal_file_mode;
mod document_lost;
mod document_not_an_object;
mod duplicate_key;
mod file_too_large;
mod invisible_character;
mod nesting_too_deep;
mod non_string_key;
mod null_in_string_field;
mod number_in_string_field;
mod octal_in_json;
mod stray_document;
mod suppression_without_reason;
mod tab_indentation;
mod text_on_separator_line;
mod too_many_values;
mod two_objects_one_document;
mod unknown_alias;
mod unknown_rule_in_suppression;
mod unreadable_file;
mod unreadable_folder;
mod unrendered_template;
mod unused_suppression;
mod yaml_parse_error;

pub(super) static RULES: &[&CheckedRule] = &[
    &yaml_parse_error::RULE,
    &tab_indentation::RULE,
    &duplicate_key::RULE,
    &unknown_alias::RULE,
    &alias_bomb::RULE,
    &document_not_an_object::RULE,
    &two_objects_one_document::RULE,
    &document_lost::RULE,
    &text_on_separator_line::RULE,
    &bad_encoding::RULE,
    &invisible_character::RULE,
    &carriage_returns::RULE,
    &unrendered_template::RULE,
    &boolean_in_string_field::RULE,
    &number_in_string_field::RULE,
    &non_string_key::RULE,
    &decimal_file_mode::RULE,
    &null_in_string_field::RULE,
    &stray_document::RULE,
    &unused_suppression::RULE,
    &unknown_rule_in_suppression::RULE,
    &suppression_without_reason::RULE,
    &nesting_too_deep::RULE,
    &file_too_large::RULE,
    &unreadable_file::RULE,
    &unreadable_folder::RULE,
    &too_many_values::RULE,
    &octal_in_json::RULE,
];
