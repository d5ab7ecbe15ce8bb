//! Environment variables that do not work as written.

use super::Rule;

mod duplicate_env_var;

pub(super) static RULES: &[&Rule] = &[&duplicate_env_var::RULE];
