//! Exposure: what can be reached from outside, and programs with known risks.

use super::CheckedRule;

mod dashboard_deployed;
mod exposed_service_type;
mod external_name_to_inside;
mod git_sync_injection;
mod ingress_catch_all_host;
mod ingress_without_tls;
mod kube_system_user_workload;
mod load_balancer_without_tls;
mod network_policy_null_peers;
mod network_policy_open;
mod network_policy_or_not_and;
mod network_policy_split_rule;
mod nginx_injection;
mod nginx_snippet;
mod policy_webhook_ignores_failure;
mod privileged_port;
mod service_external_ips;
mod service_links_enabled;
mod shared_service_account;
mod ssh_port;
mod tiller_deployed;
mod tolerates_control_plane;
mod tolerates_everything;

/// The name of an image without its tag and digest.
fn repository(image: &str) -> Option<&str> {
    let image = image.split('@').next()?;
    let tag = image.rfind(':').filter(|at| !image[*at..].contains('/'));
    Some(&image[..tag.unwrap_or(image.len())])
}

pub(super) static RULES: &[&CheckedRule] = &[
    &exposed_service_type::RULE,
    &service_external_ips::RULE,
    &ingress_without_tls::RULE,
    &nginx_snippet::RULE,
    &ssh_port::RULE,
    &privileged_port::RULE,
    &network_policy_open::RULE,
    &network_policy_null_peers::RULE,
    &network_policy_or_not_and::RULE,
    &ingress_catch_all_host::RULE,
    &dashboard_deployed::RULE,
    &tiller_deployed::RULE,
    &git_sync_injection::RULE,
    &kube_system_user_workload::RULE,
    &shared_service_account::RULE,
    &external_name_to_inside::RULE,
    &policy_webhook_ignores_failure::RULE,
    &tolerates_everything::RULE,
    &tolerates_control_plane::RULE,
    &service_links_enabled::RULE,
    &nginx_injection::RULE,
    &load_balancer_without_tls::RULE,
    &network_policy_split_rule::RULE,
];
