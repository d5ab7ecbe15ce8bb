//! Credentials: ServiceAccounts and their tokens, Secrets, passwords in plain text.

use super::CheckedRule;

mod account;
mod credential_literal;
mod default_account_bound;
mod default_service_account;
mod formats;
mod long_lived_projected_token;
mod secret_as_env;
mod secret_in_manifest;
mod sensitive_config_map;
mod sensitive_env_literal;
mod service_account_token_secret;
mod token_automounted;
mod words;

pub(super) static RULES: &[&CheckedRule] = &[
    &token_automounted::RULE,
    &default_service_account::RULE,
    &default_account_bound::RULE,
    &sensitive_env_literal::RULE,
    &sensitive_config_map::RULE,
    &credential_literal::RULE,
    &secret_as_env::RULE,
    &secret_in_manifest::RULE,
    &service_account_token_secret::RULE,
    &long_lived_projected_token::RULE,
];
