//! What kubevet reports about itself.

use super::Rule;

mod internal_error;

pub(super) static RULES: &[&Rule] = &[&internal_error::RULE];
