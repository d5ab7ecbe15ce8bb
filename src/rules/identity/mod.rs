//! Objects and their names among each other.

use super::Rule;

mod duplicate_object;

pub(super) static RULES: &[&Rule] = &[&duplicate_object::RULE];
