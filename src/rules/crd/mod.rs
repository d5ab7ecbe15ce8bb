//! Definitions of custom resources.

use super::CheckedRule;

mod crd_cel_rule;
mod crd_conversion;
mod crd_default_invalid;
mod crd_forbidden_schema_keyword;
mod crd_list_map_keys;
mod crd_name_conflict;
mod crd_name_mismatch;
mod crd_no_served_version;
mod crd_non_structural_schema;
mod crd_subresources_columns;
mod crd_unapproved_group;
mod crd_unknown_format;
mod crd_versions;

pub(super) static RULES: &[&CheckedRule] = &[
    &crd_non_structural_schema::RULE,
    &crd_name_mismatch::RULE,
    &crd_versions::RULE,
    &crd_no_served_version::RULE,
    &crd_forbidden_schema_keyword::RULE,
    &crd_list_map_keys::RULE,
    &crd_cel_rule::RULE,
    &crd_default_invalid::RULE,
    &crd_conversion::RULE,
    &crd_subresources_columns::RULE,
    &crd_unapproved_group::RULE,
    &crd_unknown_format::RULE,
    &crd_name_conflict::RULE,
];
