//! Faults of the text itself: YAML, encodings, documents.

use super::Rule;

mod alias_bomb;
mod bad_encoding;
mod boolean_in_string_field;
mod decimal_file_mode;
mod document_lost;
mod document_not_an_object;
mod duplicate_key;
mod invisible_character;
mod non_string_key;
mod number_in_string_field;
mod tab_indentation;
mod text_on_separator_line;
mod two_objects_one_document;
mod unknown_alias;
mod yaml_parse_error;

pub(super) static RULES: &[&Rule] = &[
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
    &boolean_in_string_field::RULE,
    &number_in_string_field::RULE,
    &non_string_key::RULE,
    &decimal_file_mode::RULE,
];
