//! Names, labels, annotations and selectors of objects.

use super::Rule;

mod invalid_annotation;
mod invalid_finalizer;
mod invalid_label;
mod invalid_label_selector;
mod invalid_name;
mod invalid_owner_reference;
mod invalid_system_annotation;
mod missing_name;
mod name_too_long;

pub(super) static RULES: &[&Rule] = &[
    &invalid_name::RULE,
    &missing_name::RULE,
    &name_too_long::RULE,
    &invalid_label::RULE,
    &invalid_annotation::RULE,
    &invalid_label_selector::RULE,
    &invalid_finalizer::RULE,
    &invalid_owner_reference::RULE,
    &invalid_system_annotation::RULE,
];
