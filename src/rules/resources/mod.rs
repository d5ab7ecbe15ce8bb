//! Amounts of cpu, memory and storage.

use super::Rule;

mod fractional_bytes;

pub(super) static RULES: &[&Rule] = &[&fractional_bytes::RULE];
