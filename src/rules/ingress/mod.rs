//! Ingresses: what they accept, and how they refer to Services.

use super::prelude::*;

mod duplicate_external_dns_host;
mod empty_ingress;
mod foreign_ingress_annotation;
mod ingress_class_conflict;
mod ingress_class_missing;
mod ingress_duplicate_path;
mod ingress_host_and_http_split;
mod ingress_service_missing;
mod ingress_service_port_missing;
mod ingress_tls_host_uncovered;
mod ingress_tls_secret_missing;
mod ingress_tls_secret_wrong_type;
mod ingress_without_class;
mod invalid_ingress_backend;
mod invalid_ingress_class;
mod invalid_ingress_host;
mod invalid_ingress_path;
mod invalid_ingress_tls;
mod regex_in_plain_path;
mod rewrite_without_capture;
mod several_default_ingress_classes;
mod unknown_controller_annotation;

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
    &duplicate_external_dns_host::RULE,
    &ingress_without_class::RULE,
    &regex_in_plain_path::RULE,
    &rewrite_without_capture::RULE,
    &unknown_controller_annotation::RULE,
    &foreign_ingress_annotation::RULE,
];

/// How the annotations of the nginx controller begin.
const NGINX: &str = "nginx.ingress.kubernetes.io/";

/// The class of an Ingress, as it is written; empty without one.
fn class_of(object: &Object) -> &str {
    match object.field("spec").get("ingressClassName").str() {
        "" => object.place().at(&["metadata", "annotations", "kubernetes.io/ingress.class"]).str(),
        class => class,
    }
}

/// The paths of all rules.
fn paths_of(object: &Object) -> impl Iterator<Item = Place<'_>> {
    let rules = object.field("spec").get("rules").items();
    rules.flat_map(|rule| rule.get("http").get("paths").items())
}
