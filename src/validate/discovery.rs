//! Endpoint slices (`pkg/apis/discovery/validation/validation.go`).

use std::collections::BTreeSet;

use super::{
    Checker,
    core::addresses::{canonical_address, endpoint_address},
    ip, names,
};
use crate::{code, model::Place, text};

const MAX_ENDPOINTS: usize = 1000;
const MAX_ADDRESSES: usize = 100;
const MAX_PORTS: usize = 20_000;
const MAX_HINTS: usize = 8;

pub(super) fn endpoint_slice<'a>(cx: &mut Checker<'a>) {
    let slice = cx.object.place();
    let family = slice.get("addressType");
    if cx.require(code::INVALID_ENDPOINT_SLICE, family) {
        cx.one_of(code::INVALID_ENDPOINT_SLICE, family, &["FQDN", "IPv4", "IPv6"]);
    }
    ports(slice.get("ports"), cx);
    let endpoints = slice.get("endpoints");
    if !cx.fits(code::INVALID_ENDPOINT_SLICE, endpoints, MAX_ENDPOINTS) {
        return;
    }
    for endpoint in endpoints.items() {
        validate_endpoint(endpoint, family.str(), cx);
    }
}

fn ports<'a>(ports: Place<'a>, cx: &mut Checker<'a>) {
    if !cx.fits(code::INVALID_ENDPOINT_SLICE, ports, MAX_PORTS) {
        return;
    }
    let mut names_seen = BTreeSet::new();
    for port in ports.items() {
        let name = port.get("name");
        if !name.is_empty() {
            cx.format(code::INVALID_ENDPOINT_SLICE, name, names::dns_label);
        }
        let checked = !name.is_set() || name.text().is_some();
        if checked && !names_seen.insert(name.str()) {
            let what = if name.is_empty() {
                text!("two ports have no name")
            } else {
                text!("two ports are named `{}`", name.str())
            };
            cx.duplicate(code::INVALID_ENDPOINT_SLICE, name, what);
        }
        cx.one_of_set(code::INVALID_ENDPOINT_SLICE, port.get("protocol"), &["SCTP", "TCP", "UDP"]);
        if port.get("appProtocol").is_set() {
            cx.format(code::INVALID_ENDPOINT_SLICE, port.get("appProtocol"), names::qualified_name);
        }
    }
}

fn validate_endpoint<'a>(endpoint: Place<'a>, family: &str, cx: &mut Checker<'a>) {
    let addresses = endpoint.get("addresses");
    if addresses.is_empty() {
        cx.required(code::INVALID_ENDPOINT_SLICE, addresses, "endpoint has no `addresses`");
    } else {
        cx.fits(code::INVALID_ENDPOINT_SLICE, addresses, MAX_ADDRESSES);
    }
    for address in addresses.items() {
        validate_address(address, addresses, family, cx);
    }
    if endpoint.get("nodeName").is_set() {
        cx.format(code::INVALID_ENDPOINT_SLICE, endpoint.get("nodeName"), names::dns_subdomain);
    }
    if endpoint.get("hostname").is_set() {
        cx.format(code::INVALID_ENDPOINT_SLICE, endpoint.get("hostname"), names::dns_label);
    }
    hints(endpoint.get("hints"), cx);
}

fn validate_address<'a>(address: Place<'a>, list: Place<'a>, family: &str, cx: &mut Checker<'a>) {
    match family {
        "IPv4" | "IPv6" if !cx.version.since(33) => return old_address(address, family, cx),
        "IPv4" => {}
        "IPv6" => {
            // A newer field than the IPv4 one: only the canonical form is accepted.
            if cx.format(code::INVALID_ENDPOINT_SLICE, address, ip::address).is_some() {
                return;
            }
        }
        "FQDN" => {
            let verdict = names::fully_qualified_domain_name(address.str());
            cx.format_or_missing(code::INVALID_ENDPOINT_SLICE, address, verdict);
            return;
        }
        _ => return,
    }
    let is_four = ip::parse(address.str()).map(|ip| ip.is_ipv4());
    if is_four.is_some_and(|four| four != (family == "IPv4")) {
        let message = text!("`{}` is not an {} address", address.str(), family);
        cx.invalid(code::INVALID_ENDPOINT_SLICE, address, message).path(list.path());
    }
    if endpoint_address(code::INVALID_ENDPOINT_SLICE, address, cx) {
        canonical_address(address, cx);
    }
}

/// An address as servers before 1.33 check it (`IsValidIPv4Address`, `IsValidIPv6Address`): in any
/// form, an IPv4 address within IPv6 counts as IPv4, and the address itself is named.
fn old_address<'a>(address: Place<'a>, family: &str, cx: &mut Checker<'a>) {
    let ip = ip::parse(address.str());
    if ip.is_none_or(|ip| ip.is_ipv4() != (family == "IPv4")) {
        let message = text!("`{}` is not an {} address", address.str(), family);
        cx.invalid(code::INVALID_ENDPOINT_SLICE, address, message);
    }
    if ip.is_some() {
        endpoint_address(code::INVALID_ENDPOINT_SLICE, address, cx);
    }
}

fn hints<'a>(hints: Place<'a>, cx: &mut Checker<'a>) {
    for (list, format) in [
        ("forZones", names::label_value as fn(&str) -> names::FormatResult),
        ("forNodes", names::dns_subdomain),
    ] {
        if !cx.fits(code::INVALID_ENDPOINT_SLICE, hints.get(list), MAX_HINTS) {
            return;
        }
        let entries: Vec<Place<'a>> =
            hints.get(list).items().map(|item| item.get("name")).collect();
        cx.unique(code::INVALID_ENDPOINT_SLICE, entries.iter().copied());
        for name in entries {
            cx.format(code::INVALID_ENDPOINT_SLICE, name, format);
        }
    }
}
