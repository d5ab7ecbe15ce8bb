//! What a Pod shares with its node.

use super::CheckedRule;

mod bidirectional_mount_propagation;
mod host_aliases_set;
mod host_path_persistent_volume;
mod host_users_unset;
mod runtime_socket_mounted;
mod sensitive_host_path;
mod share_process_namespace;
mod sub_path_mount;
mod sysctl_value_injection;
mod writable_host_path;

/// The names of the sockets of container runtimes.
const SOCKETS: [&str; 5] =
    ["docker.sock", "containerd.sock", "crio.sock", "cri-dockerd.sock", "dockershim.sock"];

/// Whether a path of the node is the socket of a container runtime.
fn is_socket(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|file| SOCKETS.contains(&file))
}

pub(super) static RULES: &[&CheckedRule] = &[
    &sensitive_host_path::RULE,
    &writable_host_path::RULE,
    &runtime_socket_mounted::RULE,
    &bidirectional_mount_propagation::RULE,
    &host_aliases_set::RULE,
    &share_process_namespace::RULE,
    &sub_path_mount::RULE,
    &sysctl_value_injection::RULE,
    &host_users_unset::RULE,
    &host_path_persistent_volume::RULE,
];
