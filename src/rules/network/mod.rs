//! Network policies: what they accept, and whom they mean.

use super::Rule;

mod invalid_cidr;
mod invalid_network_policy_peer;
mod invalid_network_policy_port;

pub(super) static RULES: &[&Rule] =
    &[&invalid_network_policy_port::RULE, &invalid_network_policy_peer::RULE, &invalid_cidr::RULE];
