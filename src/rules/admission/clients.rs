//! The Services that webhooks, aggregated APIs and conversions of custom resources call.

use crate::rules::prelude::*;

/// The kinds of objects that name a Service to call.
pub(super) const CALLERS: &[&str] = &[
    "ValidatingWebhookConfiguration",
    "MutatingWebhookConfiguration",
    "APIService",
    "CustomResourceDefinition",
];

/// How each of them is called.
pub(super) fn client_configs(object: &Object) -> Vec<Place<'_>> {
    let spec = object.field("spec");
    match object.gvk.kind.as_str() {
        "ValidatingWebhookConfiguration" | "MutatingWebhookConfiguration" => {
            object.field("webhooks").items().map(|webhook| webhook.get("clientConfig")).collect()
        }
        "APIService" => vec![spec],
        "CustomResourceDefinition" => vec![spec.at(&["conversion", "webhook", "clientConfig"])],
        _ => Vec::new(),
    }
}

/// The Services that they name.
pub(super) fn services_of(object: &Object) -> Vec<Place<'_>> {
    let services = client_configs(object).into_iter().map(|config| config.get("service"));
    services.filter(|service| !service.get("name").is_empty()).collect()
}
