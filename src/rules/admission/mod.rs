//! Webhooks and admission policies.

use super::CheckedRule;

mod admission_binding_policy_missing;
mod admission_policy_cel_error;
mod clients;
mod invalid_admission_policy;
mod invalid_webhook;
mod webhook_blocks_itself;
mod webhook_rule_without_effect;
mod webhook_service_missing;
mod webhook_service_port_missing;
mod webhook_without_ca;

pub(super) static RULES: &[&CheckedRule] = &[
    &invalid_webhook::RULE,
    &invalid_admission_policy::RULE,
    &admission_policy_cel_error::RULE,
    &webhook_rule_without_effect::RULE,
    &webhook_service_missing::RULE,
    &webhook_service_port_missing::RULE,
    &webhook_without_ca::RULE,
    &webhook_blocks_itself::RULE,
    &admission_binding_policy_missing::RULE,
];
