//! Roles and bindings: what they refer to, and what they allow.

use super::CheckedRule;

mod aggregated_role_escalates;
mod anonymous_binding;
mod authenticated_binding;
mod binding;
mod cluster_admin_binding;
mod invalid_rbac_rule;
mod invalid_rbac_subject;
mod invalid_role_ref;
mod masters_group_binding;
mod policy;
mod powers;
mod rbac_certificate_approval;
mod rbac_escalation;
mod rbac_impersonation;
mod rbac_node_proxy;
mod rbac_pod_create;
mod rbac_pod_exec;
mod rbac_resource_name_on_create;
mod rbac_resource_not_in_group;
mod rbac_secrets_access;
mod rbac_sensitive_resource;
mod rbac_service_status;
mod rbac_unknown_subresource;
mod rbac_unknown_verb;
mod rbac_webhook_control;
mod rbac_wildcard;
mod resources;
mod role_never_bound;
mod role_ref_missing;
mod subject_can_take_over_cluster;
mod subject_in_wrong_namespace;
mod subject_service_account_missing;

pub(super) static RULES: &[&CheckedRule] = &[
    &invalid_rbac_rule::RULE,
    &invalid_role_ref::RULE,
    &invalid_rbac_subject::RULE,
    &role_ref_missing::RULE,
    &subject_service_account_missing::RULE,
    &subject_in_wrong_namespace::RULE,
    &rbac_resource_not_in_group::RULE,
    &rbac_unknown_subresource::RULE,
    &rbac_unknown_verb::RULE,
    &rbac_resource_name_on_create::RULE,
    &role_never_bound::RULE,
    &cluster_admin_binding::RULE,
    &rbac_wildcard::RULE,
    &rbac_secrets_access::RULE,
    &rbac_pod_create::RULE,
    &rbac_pod_exec::RULE,
    &rbac_escalation::RULE,
    &rbac_impersonation::RULE,
    &rbac_webhook_control::RULE,
    &rbac_certificate_approval::RULE,
    &rbac_node_proxy::RULE,
    &rbac_service_status::RULE,
    &rbac_sensitive_resource::RULE,
    &anonymous_binding::RULE,
    &authenticated_binding::RULE,
    &masters_group_binding::RULE,
    &aggregated_role_escalates::RULE,
    &subject_can_take_over_cluster::RULE,
];
