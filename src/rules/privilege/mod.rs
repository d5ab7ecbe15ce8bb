//! Privileges of containers: users, groups, capabilities.

use super::CheckedRule;

mod capabilities;
mod init_container_weaker;
mod kernel_module_capability;
mod low_group_id;
mod low_id;
mod low_user_id;
mod net_raw_not_dropped;
mod no_linux_hardening;
mod no_security_context;
mod non_root_contradiction;
mod read_only_root_breaks_nginx;
mod root_group;
mod sys_admin_capability;
mod terminal_attached;
mod unknown_capability;
mod windows_container_administrator;
mod writable_root_filesystem;

pub(super) static RULES: &[&CheckedRule] = &[
    &low_user_id::RULE,
    &low_group_id::RULE,
    &root_group::RULE,
    &writable_root_filesystem::RULE,
    &no_security_context::RULE,
    &non_root_contradiction::RULE,
    &no_linux_hardening::RULE,
    &init_container_weaker::RULE,
    &windows_container_administrator::RULE,
    &terminal_attached::RULE,
    &read_only_root_breaks_nginx::RULE,
    &sys_admin_capability::RULE,
    &kernel_module_capability::RULE,
    &net_raw_not_dropped::RULE,
    &unknown_capability::RULE,
];
