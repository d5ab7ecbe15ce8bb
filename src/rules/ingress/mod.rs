//! Ingresses: what they accept, and how they refer to Services.

use super::CheckedRule;

mod empty_ingress;
mod ingress_class_conflict;
mod ingress_service_missing;
mod ingress_service_port_missing;
mod invalid_ingress_backend;
mod invalid_ingress_class;
mod invalid_ingress_host;
mod invalid_ingress_path;
mod invalid_ingress_tls;

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
];
