//! Ports of a pod.

use super::CheckedRule;

mod container_port_conflict;
mod container_port_merge_key;
mod host_ip_without_host_port;
mod port_name_reused_in_pod;

pub(super) static RULES: &[&CheckedRule] = &[
    &container_port_conflict::RULE,
    &port_name_reused_in_pod::RULE,
    &host_ip_without_host_port::RULE,
    &container_port_merge_key::RULE,
];
