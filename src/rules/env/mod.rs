//! Environment variables that do not work as written.

use super::CheckedRule;

mod duplicate_env_var;
mod env_dollar_not_expanded;
mod service_link_collision;

pub(super) static RULES: &[&CheckedRule] =
    &[&duplicate_env_var::RULE, &env_dollar_not_expanded::RULE, &service_link_collision::RULE];
