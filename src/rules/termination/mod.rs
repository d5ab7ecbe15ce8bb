//! How pods terminate.

use super::CheckedRule;

mod no_pre_stop_hook;
mod pre_stop_exceeds_grace;
mod zero_grace_period;

pub(super) static RULES: &[&CheckedRule] =
    &[&pre_stop_exceeds_grace::RULE, &zero_grace_period::RULE, &no_pre_stop_hook::RULE];
