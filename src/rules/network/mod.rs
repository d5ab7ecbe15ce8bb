//! Network policies: what they accept, and what they select.

use super::CheckedRule;

mod dns_policy_label;
mod egress_policy_without_dns;
mod invalid_cidr;
mod invalid_network_policy_peer;
mod invalid_network_policy_port;
mod network_policy_namespace_label_missing;
mod network_policy_peer_selects_nothing;
mod network_policy_port_name_unresolved;
mod network_policy_selects_nothing;
mod network_policy_uses_service_port;
mod pod_without_network_policy;

pub(super) static RULES: &[&CheckedRule] = &[
    &invalid_network_policy_port::RULE,
    &invalid_network_policy_peer::RULE,
    &invalid_cidr::RULE,
    &network_policy_selects_nothing::RULE,
    &network_policy_peer_selects_nothing::RULE,
    &network_policy_namespace_label_missing::RULE,
    &network_policy_port_name_unresolved::RULE,
    &network_policy_uses_service_port::RULE,
    &egress_policy_without_dns::RULE,
    &pod_without_network_policy::RULE,
    &dns_policy_label::RULE,
];
