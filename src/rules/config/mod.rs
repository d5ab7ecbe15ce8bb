//! ConfigMaps, Secrets, limits and quotas.

use super::CheckedRule;

mod config_too_large;
mod invalid_config_key;
mod invalid_limit_range;
mod invalid_resource_quota;
mod quota_request_above_limit;
mod secret_double_encoded;
mod secret_type_mismatch;
mod secret_value_trailing_newline;
mod tls_secret_pair_mismatch;

pub(super) static RULES: &[&CheckedRule] = &[
    &invalid_config_key::RULE,
    &config_too_large::RULE,
    &secret_type_mismatch::RULE,
    &tls_secret_pair_mismatch::RULE,
    &invalid_limit_range::RULE,
    &invalid_resource_quota::RULE,
    &quota_request_above_limit::RULE,
    &secret_value_trailing_newline::RULE,
    &secret_double_encoded::RULE,
];
