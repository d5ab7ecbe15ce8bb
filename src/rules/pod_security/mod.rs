//! Pod Security: its controls as rules, and Pods that violate the level of their namespace.

use super::CheckedRule;

mod apparmor_overridden;
mod capabilities_not_dropped;
mod capability_beyond_baseline;
mod control;
mod host_in_probe;
mod host_ipc;
mod host_network;
mod host_path_volume;
mod host_pid;
mod host_port;
mod invalid_pod_security_label;
mod namespace_without_pod_security;
mod pod_security_enforced;
mod privilege_escalation_allowed;
mod privileged_container;
mod proc_mount_in_user_namespace;
mod proc_mount_unmasked;
mod restricted_volume_type;
mod run_as_non_root_unset;
mod run_as_user_root;
mod seccomp_unconfined;
mod seccomp_unset;
mod selinux_customised;
mod unsafe_sysctl;
mod windows_host_process;

pub(super) static RULES: &[&CheckedRule] = &[
    &invalid_pod_security_label::RULE,
    &privileged_container::RULE,
    &privilege_escalation_allowed::RULE,
    &run_as_non_root_unset::RULE,
    &run_as_user_root::RULE,
    &capability_beyond_baseline::RULE,
    &capabilities_not_dropped::RULE,
    &host_pid::RULE,
    &host_ipc::RULE,
    &host_network::RULE,
    &host_port::RULE,
    &host_path_volume::RULE,
    &windows_host_process::RULE,
    &proc_mount_unmasked::RULE,
    &unsafe_sysctl::RULE,
    &host_in_probe::RULE,
    &restricted_volume_type::RULE,
    &proc_mount_in_user_namespace::RULE,
    &seccomp_unconfined::RULE,
    &seccomp_unset::RULE,
    &apparmor_overridden::RULE,
    &selinux_customised::RULE,
    &pod_security_enforced::RULE,
    &namespace_without_pod_security::RULE,
];
