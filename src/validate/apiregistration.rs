//! API services (`kube-aggregator/pkg/apis/apiregistration/validation/validation.go`).

use super::{Checker, names};
use crate::{code, model::Place, text};

pub(super) fn api_service<'a>(service: Place<'a>, cx: &mut Checker<'a>) {
    let spec = service.get("spec");
    let (group, version) = (spec.get("group"), spec.get("version"));
    let metadata = service.get("metadata");
    let (name, prefix) = (metadata.get("name"), metadata.get("generateName"));
    let wanted = format!("{}.{}", version.str(), group.str());
    for place in [name, prefix] {
        if !place.is_empty() && place.str() != wanted && names::path_segment(place.str()).is_ok() {
            let message = text!("name must be `{}` (version and group)", names::shown(&wanted));
            cx.invalid(code::INVALID_API_SERVICE, place, message).related(group, "group");
        }
    }
    if name.is_empty() && !prefix.is_empty() && names::path_segment(prefix.str()).is_ok() {
        cx.invalid(code::INVALID_API_SERVICE, name, "generated name cannot be version and group")
            .follows(prefix);
    }
    if group.is_empty() && version.str() != "v1" {
        cx.required(
            code::INVALID_API_SERVICE,
            group,
            "`group` is required for versions other than v1",
        );
    }
    if !group.str().is_empty() {
        cx.format(code::INVALID_API_SERVICE, group, names::dns_subdomain);
    }
    cx.format(code::INVALID_API_SERVICE, version, names::dns_1035_label);
    priority(spec.get("groupPriorityMinimum"), 20_000, cx);
    priority(spec.get("versionPriority"), 1_000, cx);
    let (bundle, insecure) = (spec.get("caBundle"), spec.get("insecureSkipTLSVerify"));
    let backend = spec.get("service");
    if !backend.is_set() {
        if !bundle.is_empty() {
            cx.invalid(code::INVALID_API_SERVICE, bundle, "`caBundle` requires `service`");
        }
        if insecure.bool() == Some(true) {
            cx.invalid(
                code::INVALID_API_SERVICE,
                insecure,
                "`insecureSkipTLSVerify` requires `service`",
            );
        }
        return;
    }
    cx.require(code::INVALID_API_SERVICE, backend.get("namespace"));
    cx.require(code::INVALID_API_SERVICE, backend.get("name"));
    cx.within(code::INVALID_API_SERVICE, backend.get("port"), 1..=65535);
    if insecure.bool() == Some(true) && !bundle.is_empty() {
        let message = "`insecureSkipTLSVerify` and `caBundle` cannot be combined";
        cx.invalid(code::INVALID_API_SERVICE, insecure, message)
            .related(bundle, "`caBundle` is set here");
    }
}

/// A number from 1 on; a missing one is 0.
fn priority<'a>(priority: Place<'a>, most: i64, cx: &mut Checker<'a>) {
    if !priority.is_set() {
        let message = text!(
            "`{}` is missing, must be between 1 and {}",
            text::name(priority.name()),
            text::name(most)
        );
        cx.invalid(code::INVALID_API_SERVICE, priority, message);
    } else {
        cx.within(code::INVALID_API_SERVICE, priority, 1..=most);
    }
}
