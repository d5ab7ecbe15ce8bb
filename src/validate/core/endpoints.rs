//! Endpoints (`pkg/apis/core/validation/validation.go`, `ValidateEndpoints` and below).

use super::addresses::{canonical_address, endpoint_address};
use crate::{
    code,
    model::Place,
    text,
    validate::{Checker, names},
};

pub(in crate::validate) fn validate<'a>(cx: &mut Checker<'a>) {
    for subset in cx.object.field("subsets").items() {
        let lists = [subset.get("addresses"), subset.get("notReadyAddresses")];
        if lists.iter().all(|list| list.is_empty()) {
            cx.required(
                code::INVALID_ENDPOINTS,
                subset,
                "subset requires `addresses` or `notReadyAddresses`",
            );
        }
        for address in lists.into_iter().flat_map(Place::items) {
            validate_address(address, cx);
        }
        let several = subset.get("ports").count() > 1;
        for port in subset.get("ports").items() {
            validate_port(port, several, cx);
        }
    }
}

fn validate_address<'a>(address: Place<'a>, cx: &mut Checker<'a>) {
    let place = address.get("ip");
    if endpoint_address(code::INVALID_IP_ADDRESS, place, cx) {
        canonical_address(place, cx);
    }
    if !address.get("hostname").is_empty() {
        cx.format(code::INVALID_ENDPOINTS, address.get("hostname"), names::dns_label);
    }
    if address.get("nodeName").is_set() {
        cx.format(code::INVALID_ENDPOINTS, address.get("nodeName"), names::dns_subdomain);
    }
}

fn validate_port<'a>(port: Place<'a>, several: bool, cx: &mut Checker<'a>) {
    let name = port.get("name");
    if !name.is_empty() {
        cx.format(code::INVALID_ENDPOINTS, name, names::dns_label);
    } else if several {
        cx.required(code::INVALID_ENDPOINTS, name, "each of several ports requires a `name`");
    }
    let number = port.get("port");
    if number.int().is_some() || !number.is_set() {
        let value = number.int().unwrap_or(0);
        if let Err(fault) = names::port_number(value) {
            let message = text!("`port` {}, but is {}", fault.what, value);
            cx.invalid(code::INVALID_ENDPOINTS, number, message).help(fault.allowed);
        }
    }
    cx.one_of(code::INVALID_ENDPOINTS, port.get("protocol"), &["SCTP", "TCP", "UDP"]);
    if port.get("appProtocol").is_set() {
        cx.format(code::INVALID_ENDPOINTS, port.get("appProtocol"), names::qualified_name);
    }
}
