//! How pods terminate.

use super::Rule;

mod pre_stop_exceeds_grace;
mod zero_grace_period;

pub(super) static RULES: &[&Rule] = &[&pre_stop_exceeds_grace::RULE, &zero_grace_period::RULE];
