//! Webhooks and admission policies.

use super::CheckedRule;

mod admission_policy_cel_error;
mod invalid_admission_policy;
mod invalid_webhook;

pub(super) static RULES: &[&CheckedRule] =
    &[&invalid_webhook::RULE, &invalid_admission_policy::RULE, &admission_policy_cel_error::RULE];
