//! Environment variables that work, but not as written.

use super::Rule;

mod duplicate_env_var;

pub(super) static RULES: &[&Rule] = &[&duplicate_env_var::RULE];
