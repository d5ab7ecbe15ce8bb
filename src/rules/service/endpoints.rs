//! Endpoints and EndpointSlices that are written by hand, and their Services.

use crate::rules::prelude::*;

/// The label by which an EndpointSlice belongs to a Service.
const SERVICE_NAME: &str = "kubernetes.io/service-name";

/// Kinds of endpoints.
pub(super) const ENDPOINTS: &[&str] = &["Endpoints", "EndpointSlice"];

/// Where the name of the Service is that endpoints belong to; `None` for other objects.
pub(super) fn service_name(object: &Object) -> Option<Place<'_>> {
    let metadata = object.field("metadata");
    let place = match object.gvk.kind.as_str() {
        "Endpoints" if object.gvk.group.is_empty() => metadata.get("name"),
        "EndpointSlice" if object.gvk.group == "discovery.k8s.io" => {
            metadata.get("labels").get(SERVICE_NAME)
        }
        _ => return None,
    };
    (!place.is_empty()).then_some(place)
}

/// The lists of ports of endpoints.
pub(super) fn port_lists(object: &Object) -> Vec<Place<'_>> {
    match object.gvk.kind.as_str() {
        "Endpoints" => object.field("subsets").items().map(|subset| subset.get("ports")).collect(),
        _ => vec![object.field("ports")],
    }
}
