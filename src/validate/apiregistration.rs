//! API services (`kube-aggregator/pkg/apis/apiregistration/validation/validation.go`).

use super::{Checker, names};
use crate::model::Place;

/// `invalid-api-service`
const SERVICE: &str = "KV2527";

pub(super) fn api_service<'a>(service: Place<'a>, cx: &mut Checker<'a>) {
    let spec = service.get("spec");
    let (group, version) = (spec.get("group"), spec.get("version"));
    let metadata = service.get("metadata");
    let (name, prefix) = (metadata.get("name"), metadata.get("generateName"));
    let wanted = format!("{}.{}", version.str(), group.str());
    for place in [name, prefix] {
        if !place.is_empty() && place.str() != wanted && names::path_segment(place.str()).is_ok() {
            let message =
                format!("the name must be version and group, `{}`", names::shown(&wanted));
            cx.invalid(SERVICE, place, message).related(group, "the group");
        }
    }
    if name.is_empty() && !prefix.is_empty() && names::path_segment(prefix.str()).is_ok() {
        cx.invalid(SERVICE, name, "a name that the server makes up is not version and group")
            .follows(prefix);
    }
    if group.is_empty() && version.str() != "v1" {
        cx.required(SERVICE, group, "only version v1 of the core API has no group");
    }
    if !group.str().is_empty() {
        cx.format(SERVICE, group, names::dns_subdomain);
    }
    cx.format(SERVICE, version, names::dns_1035_label);
    priority(spec.get("groupPriorityMinimum"), 20_000, cx);
    priority(spec.get("versionPriority"), 1_000, cx);
    let (bundle, insecure) = (spec.get("caBundle"), spec.get("insecureSkipTLSVerify"));
    let backend = spec.get("service");
    if !backend.written() {
        if !bundle.is_empty() {
            cx.invalid(SERVICE, bundle, "an API that the server has itself takes no `caBundle`");
        }
        if insecure.bool() == Some(true) {
            cx.invalid(SERVICE, insecure, "an API that the server has itself uses no TLS");
        }
        return;
    }
    cx.require(SERVICE, backend.get("namespace"));
    cx.require(SERVICE, backend.get("name"));
    cx.within(SERVICE, backend.get("port"), 1..=65535);
    if insecure.bool() == Some(true) && !bundle.is_empty() {
        cx.invalid(SERVICE, insecure, "certificates are either skipped or checked by `caBundle`")
            .related(bundle, "the certificates to check by");
    }
}

/// A number from 1 on; a missing one is 0.
fn priority<'a>(priority: Place<'a>, most: i64, cx: &mut Checker<'a>) {
    if !priority.written() {
        let message = format!("`{}` is missing, and 0 is too low", priority.name());
        cx.invalid(SERVICE, priority, message).help(format!("write a number from 1 to {most}"));
    } else {
        cx.within(SERVICE, priority, 1..=most);
    }
}
