//! Amounts of cpu, memory and storage.

use super::CheckedRule;

mod fractional_bytes;

pub(super) static RULES: &[&CheckedRule] = &[&fractional_bytes::RULE];
