//! Flags of the programs of the control plane and the nodes, as the CIS benchmark wants them.

use super::CheckedRule;

mod apiserver_admission_plugins;
mod apiserver_audit_log;
mod apiserver_authentication;
mod apiserver_authorization;
mod apiserver_kubelet_tls;
mod apiserver_ports;
mod apiserver_profiling_and_timeout;
mod apiserver_tls_and_encryption;
mod controller_manager_flags;
mod etcd_flags;
mod flags;
mod kubelet_flags;
mod scheduler_flags;

pub(super) static RULES: &[&CheckedRule] = &[
    &apiserver_authentication::RULE,
    &apiserver_kubelet_tls::RULE,
    &apiserver_authorization::RULE,
    &apiserver_admission_plugins::RULE,
    &apiserver_ports::RULE,
    &apiserver_audit_log::RULE,
    &apiserver_tls_and_encryption::RULE,
    &apiserver_profiling_and_timeout::RULE,
    &controller_manager_flags::RULE,
    &scheduler_flags::RULE,
    &etcd_flags::RULE,
    &kubelet_flags::RULE,
];
