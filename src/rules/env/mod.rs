//! Environment variables that do not work as written.

use super::CheckedRule;

mod duplicate_env_var;

pub(super) static RULES: &[&CheckedRule] = &[&duplicate_env_var::RULE];
