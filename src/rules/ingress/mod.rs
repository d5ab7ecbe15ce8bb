//! Ingresses: what they accept, and how they refer to Services.

use super::CheckedRule;

mod empty_ingress;
mod ingress_class_conflict;
mod ingress_class_missing;
mod ingress_duplicate_path;
mod ingress_host_and_http_split;
mod ingress_service_missing;
mod ingress_service_port_missing;
mod ingress_tls_host_uncovered;
mod ingress_tls_secret_missing;
mod ingress_tls_secret_wrong_type;
mod invalid_ingress_backend;
mod invalid_ingress_class;
mod invalid_ingress_host;
mod invalid_ingress_path;
mod invalid_ingress_tls;
mod several_default_ingress_classes;

pub(super) static RULES: &[&CheckedRule] = &[
    &invalid_ingress_backend::RULE,
    &invalid_ingress_path::RULE,
    &invalid_ingress_host::RULE,
    &empty_ingress::RULE,
    &ingress_class_conflict::RULE,
    &invalid_ingress_tls::RULE,
    &invalid_ingress_class::RULE,
    &ingress_service_missing::RULE,
    &ingress_service_port_missing::RULE,
    &ingress_duplicate_path::RULE,
    &ingress_tls_host_uncovered::RULE,
    &ingress_tls_secret_missing::RULE,
    &ingress_tls_secret_wrong_type::RULE,
    &ingress_class_missing::RULE,
    &several_default_ingress_classes::RULE,
    &ingress_host_and_http_split::RULE,
];
