//! Custom resources, by their definitions.

use super::CheckedRule;

mod custom_resource_rule;
mod custom_resource_schema;
mod custom_resource_version;

pub(super) static RULES: &[&CheckedRule] =
    &[&custom_resource_schema::RULE, &custom_resource_version::RULE, &custom_resource_rule::RULE];
