//! What kubevet reports about itself.

use super::CheckedRule;

mod internal_error;

pub(super) static RULES: &[&CheckedRule] = &[&internal_error::RULE];
