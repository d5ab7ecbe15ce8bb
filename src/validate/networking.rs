//! Ingresses, their classes, network policies, and the addresses of Services
//! (`pkg/apis/networking/validation/validation.go`).

use super::{
    Checker,
    core::addresses::canonical_network,
    ip, meta,
    names::{self, FormatError},
};
use crate::{
    code::{self, Code},
    diagnostic::Safety,
    model::{Place, gates, value::ip::holds},
    syntax::edit::scalar,
    text,
};

const CLASS: &str = "kubernetes.io/ingress.class";
const PROTOCOLS: &[&str] = &["SCTP", "TCP", "UDP"];

// Ingress

pub(super) fn ingress<'a>(cx: &mut Checker<'a>) {
    let spec = cx.object.field("spec");
    let (rules, default) = (spec.get("rules"), spec.get("defaultBackend"));
    if rules.is_empty() && !default.is_set() {
        cx.invalid(code::EMPTY_INGRESS, spec, "an Ingress requires `rules` or `defaultBackend`");
    }
    if default.is_set() {
        backend(default, cx);
    }
    for rule in rules.items() {
        host(rule.get("host"), cx);
        if rule.get("http").is_set() {
            http(rule.get("http"), cx);
        }
    }
    for tls in spec.get("tls").items() {
        ingress_tls(tls, cx);
    }
    ingress_class_of(spec.get("ingressClassName"), cx);
}

fn host<'a>(host: Place<'a>, cx: &mut Checker<'a>) {
    if host.str().is_empty() {
        return;
    }
    if ip::parse(host.str()).is_some() {
        let message = text!("`host` must be a DNS name, but is the IP address `{}`", host.str());
        cx.invalid(code::INVALID_INGRESS_HOST, host, message)
            .help("remove `host` to match all names and addresses");
    }
    let format =
        if host.str().contains('*') { names::wildcard_subdomain } else { names::dns_subdomain };
    if let Some(cause) = cx.format(code::INVALID_INGRESS_HOST, host, format)
        && let Some(help) = host_help(host.str())
    {
        cause.help(help);
    }
}

/// What is usually meant by a host that is more than a name.
fn host_help(host: &str) -> Option<&'static str> {
    if host.contains("://") {
        return Some("write the host name only, without https://");
    }
    if host.contains('/') {
        return Some("write the host name only, and the path in `http.paths`");
    }
    if host.contains(':') {
        return Some("write the host name only; the port is set by the Ingress controller");
    }
    None
}

fn http<'a>(http: Place<'a>, cx: &mut Checker<'a>) {
    let paths = http.get("paths");
    if paths.is_empty() {
        cx.required(code::EMPTY_INGRESS, paths, "`http` has no `paths`");
    }
    for path in paths.items() {
        ingress_path(path, cx);
    }
}

/// Parts of a path that a proxy could resolve to another one.
const RESOLVED: &[&str] = &["//", "/./", "/../", "%2f", "%2F"];
const ENDS: &[&str] = &["/..", "/."];

fn ingress_path<'a>(item: Place<'a>, cx: &mut Checker<'a>) {
    let (kind, path) = (item.get("pathType"), item.get("path"));
    if !kind.is_set() {
        // The server does not check such a path any further.
        let edit = kind.set("Prefix");
        cx.required(code::INVALID_INGRESS_PATH, kind, "path has no `pathType`")
            .help("write `Prefix`, `Exact` or `ImplementationSpecific`")
            .fix(Safety::Unsafe, "set `pathType: Prefix`", edit);
        return;
    }
    let text = path.str();
    match kind.text() {
        Some("Exact" | "Prefix") => {
            absolute(path, cx);
            for part in RESOLVED.iter().filter(|part| text.contains(**part)) {
                let message = text!("path `{}` contains `{}`", text, text::name(part));
                cx.invalid(code::INVALID_INGRESS_PATH, path, message);
            }
            for end in ENDS.iter().filter(|end| text.ends_with(**end)) {
                let message = text!("path `{}` ends with `{}`", text, text::name(end));
                cx.invalid(code::INVALID_INGRESS_PATH, path, message);
            }
        }
        Some("ImplementationSpecific") if text.is_empty() => {}
        Some("ImplementationSpecific") => absolute(path, cx),
        Some(_) => {
            cx.not_supported(
                code::INVALID_INGRESS_PATH,
                kind,
                &["Exact", "ImplementationSpecific", "Prefix"],
            );
        }
        None => {}
    }
    backend(item.get("backend"), cx);
}

fn absolute<'a>(path: Place<'a>, cx: &mut Checker<'a>) {
    if path.is_set() && path.text().is_none() || path.str().starts_with('/') {
        return;
    }
    let (message, edit) = if path.is_empty() {
        (text!("`path` is required with this `pathType`"), path.set("/"))
    } else {
        let absolute = format!("/{}", path.str());
        let message = text!("path `{}` must start with `/`", path.str());
        (message, path.set(&scalar(&absolute)))
    };
    let title = if path.is_empty() { "write `/`" } else { "add `/` at the start" };
    cx.invalid(code::INVALID_INGRESS_PATH, path, message).help(title).fix(
        Safety::Unsafe,
        title,
        edit,
    );
}

/// `validateIngressBackend`. The causes that are about the backend as a whole are at its key.
fn backend<'a>(backend: Place<'a>, cx: &mut Checker<'a>) {
    let (resource, service) = (backend.get("resource"), backend.get("service"));
    match (resource.is_set(), service.is_set()) {
        (true, true) => {
            cx.invalid(
                code::INVALID_INGRESS_BACKEND,
                backend,
                "backend has both `service` and `resource`",
            );
        }
        (true, false) => local_reference(code::INVALID_INGRESS_BACKEND, resource, cx),
        (false, true) => backend_service(backend, service, cx),
        (false, false) => {
            cx.invalid(
                code::INVALID_INGRESS_BACKEND,
                backend,
                "backend has neither `service` nor `resource`",
            )
            .help("write `service: {name: NAME, port: {number: PORT}}`");
        }
    }
}

fn backend_service<'a>(backend: Place<'a>, service: Place<'a>, cx: &mut Checker<'a>) {
    let name = service.get("name");
    if name.is_empty() {
        cx.required(code::INVALID_INGRESS_BACKEND, name, "backend Service has no `name`");
    } else {
        let relaxed = cx.version.enables(gates::RELAXED_SERVICE_NAME_VALIDATION);
        cx.format(
            code::INVALID_INGRESS_BACKEND,
            name,
            if relaxed { names::dns_label } else { names::dns_1035_label },
        );
    }
    let (named, number) = (service.at(&["port", "name"]), service.at(&["port", "number"]));
    let numbered = number.int().is_some_and(|number| number != 0);
    if number.is_set() && number.int().is_none() {
        // Its type is wrong, which the decoder reports.
    } else if !named.str().is_empty() && numbered {
        let path = backend.path();
        cx.invalid(
            code::INVALID_INGRESS_BACKEND,
            number,
            "backend port has both `name` and `number`",
        )
        .path(path);
    } else if !named.str().is_empty() {
        cx.format(code::INVALID_INGRESS_BACKEND, named, names::port_name);
    } else if let Some(value) = number.int().filter(|_| numbered) {
        if let Err(fault) = names::port_number(value) {
            let message = text!("`{}` {}, but is {}", text::name(number.name()), fault.what, value);
            cx.invalid(code::INVALID_INGRESS_BACKEND, number, message).help(fault.allowed);
        }
    } else {
        let path = backend.path();
        cx.required(
            code::INVALID_INGRESS_BACKEND,
            service.get("port"),
            "backend port has neither `name` nor `number`",
        )
        .path(path)
        .help("write `port: {number: PORT}` or `port: {name: NAME}` in `service`");
    }
}

/// `validateIngressTypedLocalObjectReference`, and the same part of the class's parameters.
fn local_reference<'a>(code: Code, reference: Place<'a>, cx: &mut Checker<'a>) {
    if reference.get("apiGroup").is_set() {
        cx.format(code, reference.get("apiGroup"), names::dns_subdomain);
    }
    for name in ["kind", "name"] {
        if cx.require(code, reference.get(name)) {
            cx.format(code, reference.get(name), names::path_segment);
        }
    }
}

fn ingress_tls<'a>(tls: Place<'a>, cx: &mut Checker<'a>) {
    for host in tls.get("hosts").items() {
        let wildcard = host.str().contains('*');
        cx.format(
            code::INVALID_INGRESS_TLS,
            host,
            if wildcard { names::wildcard_subdomain } else { names::dns_subdomain },
        );
    }
    if !tls.get("secretName").is_empty() {
        cx.format(code::INVALID_INGRESS_TLS, tls.get("secretName"), names::dns_subdomain);
    }
}

fn ingress_class_of<'a>(name: Place<'a>, cx: &mut Checker<'a>) {
    if !name.is_set() {
        return;
    }
    cx.format(code::INGRESS_CLASS_CONFLICT, name, names::dns_subdomain);
    let note = cx.object.place().at(&["metadata", "annotations", CLASS]);
    // Servers before 1.27 accept one of the two only.
    if note.is_set() && (note.str() != name.str() || !cx.version.since(27)) {
        let message = match note.str() == name.str() {
            true => text!("ingress class `{}` is set by the annotation as well", name.str()),
            false => {
                text!("ingress class `{}` contradicts the annotation, `{}`", name.str(), note.str())
            }
        };
        // The server's path begins with the annotations.
        cx.invalid(code::INGRESS_CLASS_CONFLICT, name, message)
            .path("annotations.kubernetes.io/ingress.class")
            .related(note, "deprecated annotation")
            .help("keep `ingressClassName`, and remove the annotation")
            .fix(Safety::Unsafe, "remove the annotation", note.remove());
    }
}

// IngressClass

pub(super) fn ingress_class<'a>(cx: &mut Checker<'a>) {
    let spec = cx.object.field("spec");
    let controller = spec.get("controller");
    cx.not_longer(code::INVALID_INGRESS_CLASS, controller, 250);
    let verdict = names::domain_prefixed_path(controller.str());
    cx.format_or_missing(code::INVALID_INGRESS_CLASS, controller, verdict);
    let parameters = spec.get("parameters");
    if !parameters.is_set() {
        return;
    }
    local_reference(code::INVALID_INGRESS_CLASS, parameters, cx);
    let (scope, namespace) = (parameters.get("scope"), parameters.get("namespace"));
    // An absent scope is filled with `Cluster`.
    match scope.text().unwrap_or("Cluster") {
        "Namespace" if !namespace.is_set() => {
            cx.required(
                code::INVALID_INGRESS_CLASS,
                namespace,
                "parameters of scope Namespace require `namespace`",
            );
        }
        "Namespace" => {
            cx.format(code::INVALID_INGRESS_CLASS, namespace, names::dns_label);
        }
        "Cluster" if namespace.is_set() => {
            let message = "`namespace` is not allowed in parameters of scope Cluster";
            cx.forbidden(code::INVALID_INGRESS_CLASS, namespace, message)
                .help("set `scope: Namespace`, or remove `namespace`");
        }
        "Cluster" => {}
        _ => {
            cx.not_supported(code::INVALID_INGRESS_CLASS, scope, &["Cluster", "Namespace"]);
        }
    }
}

// NetworkPolicy

pub(super) fn network_policy<'a>(cx: &mut Checker<'a>) {
    let spec = cx.object.field("spec");
    meta::label_selector(spec.get("podSelector"), cx);
    for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
        for rule in spec.get(direction).items() {
            rule.get("ports").items().for_each(|port| policy_port(port, cx));
            rule.get(peers).items().for_each(|peer| policy_peer(peer, cx));
        }
    }
    let types = spec.get("policyTypes");
    if types.count() > 2 {
        cx.invalid(
            code::INVALID_NETWORK_POLICY_PEER,
            types,
            "`policyTypes` can have at most two items, Ingress and Egress",
        );
        return;
    }
    for kind in types.items() {
        cx.must_be_one_of(code::INVALID_NETWORK_POLICY_PEER, kind, &["Ingress", "Egress"]);
    }
}

fn policy_port<'a>(item: Place<'a>, cx: &mut Checker<'a>) {
    cx.one_of_set(code::INVALID_NETWORK_POLICY_PORT, item.get("protocol"), PROTOCOLS);
    let (port, end) = (item.get("port"), item.get("endPort"));
    if let Some(number) = port.int() {
        check_number(port, number, cx);
        if let Some(last) = end.int() {
            if last < number {
                let message =
                    text!("`endPort` ({}) must not be less than `port` ({})", last, number);
                cx.invalid(code::INVALID_NETWORK_POLICY_PORT, end, message)
                    .related(port, "first port of the range");
            }
            check_number(end, last, cx);
        }
    } else if port.text().is_some() {
        if end.is_set() {
            cx.invalid(
                code::INVALID_NETWORK_POLICY_PORT,
                end,
                "`endPort` requires a numeric `port`",
            );
        }
        cx.format(code::INVALID_NETWORK_POLICY_PORT, port, names::port_name);
    } else if end.is_set() && !port.is_set() {
        cx.invalid(code::INVALID_NETWORK_POLICY_PORT, end, "`endPort` requires `port`");
    }
}

fn check_number<'a>(place: Place<'a>, number: i64, cx: &mut Checker<'a>) {
    if let Err(FormatError { what, allowed }) = names::port_number(number) {
        let message = text!("`{}` {}, but is {}", text::name(place.name()), what, number);
        cx.invalid(code::INVALID_NETWORK_POLICY_PORT, place, message).help(allowed);
    }
}

fn policy_peer<'a>(peer: Place<'a>, cx: &mut Checker<'a>) {
    let selectors = ["podSelector", "namespaceSelector"].map(|name| peer.get(name));
    for selector in selectors.iter().filter(|selector| selector.is_set()) {
        meta::label_selector(*selector, cx);
    }
    let selects = selectors.iter().any(|selector| selector.is_set());
    let block = peer.get("ipBlock");
    if block.is_set() {
        ip_block(block, cx);
        if selects {
            cx.forbidden(
                code::INVALID_NETWORK_POLICY_PEER,
                peer,
                "peer has both `ipBlock` and a selector",
            )
            .help("make two items of the list, each with its own `-`");
        }
    } else if !selects {
        cx.required(
            code::INVALID_NETWORK_POLICY_PEER,
            peer,
            "peer has no `podSelector`, `namespaceSelector` or `ipBlock`",
        )
        .help("to allow all peers, remove the whole list");
    }
}

fn ip_block<'a>(block: Place<'a>, cx: &mut Checker<'a>) {
    let cidr = block.get("cidr");
    if cidr.is_empty() {
        cx.required(code::INVALID_CIDR, cidr, "`ipBlock` has no `cidr`");
        return;
    }
    network(cidr, cx);
    let Some(outer) = ip::parse_network(cidr.str()) else { return };
    for except in block.get("except").items() {
        network(except, cx);
        let Some(inner) = ip::parse_network(except.str()) else { continue };
        if !holds(outer, inner.0) || outer.1 >= inner.1 {
            let message = text!("`{}` is not within `{}`", except.str(), cidr.str());
            cx.invalid(code::INVALID_CIDR, except, message).related(cidr, "`cidr` is set here");
        }
    }
}

fn network<'a>(place: Place<'a>, cx: &mut Checker<'a>) {
    let strict = cx.version.enables(gates::STRICT_IPCIDR_VALIDATION);
    let sound =
        cx.format(code::INVALID_CIDR, place, if strict { strict_network } else { sloppy_network });
    if sound.is_none() && place.text().is_some() {
        canonical_network(place, cx);
    }
}

fn strict_network(value: &str) -> names::FormatResult {
    ip::legacy_network(value, true)
}

fn sloppy_network(value: &str) -> names::FormatResult {
    ip::legacy_network(value, false)
}

// IPAddress, ServiceCIDR

pub(super) fn ip_address<'a>(cx: &mut Checker<'a>) {
    let parent = cx.object.field("spec").get("parentRef");
    if !parent.is_set() {
        cx.required(
            code::INVALID_IP_ALLOCATION_OBJECT,
            parent,
            "an IPAddress requires `parentRef`",
        );
        return;
    }
    if !parent.get("group").is_empty() {
        cx.format(code::INVALID_IP_ALLOCATION_OBJECT, parent.get("group"), names::dns_subdomain);
    }
    for name in ["resource", "name"] {
        if cx.require(code::INVALID_IP_ALLOCATION_OBJECT, parent.get(name)) {
            cx.format(code::INVALID_IP_ALLOCATION_OBJECT, parent.get(name), names::path_segment);
        }
    }
    if !parent.get("namespace").is_empty() {
        cx.format(code::INVALID_IP_ALLOCATION_OBJECT, parent.get("namespace"), names::path_segment);
    }
}

pub(super) fn service_cidr<'a>(cx: &mut Checker<'a>) {
    let cidrs = cx.object.field("spec").get("cidrs");
    match cidrs.count() {
        0 => {
            cx.required(code::INVALID_IP_ALLOCATION_OBJECT, cidrs, "a ServiceCIDR requires a CIDR");
            return;
        }
        1 | 2 => {}
        count => {
            let message = text!("`cidrs` has {} items, at most 2 are allowed", text::name(count));
            cx.invalid(code::INVALID_IP_ALLOCATION_OBJECT, cidrs, message);
            return;
        }
    }
    for cidr in cidrs.items() {
        cx.format(code::INVALID_IP_ALLOCATION_OBJECT, cidr, ip::network);
    }
    let families: Vec<bool> = cidrs
        .items()
        .filter_map(|cidr| ip::parse_network(cidr.str()))
        .map(|(address, _)| address.is_ipv4())
        .collect();
    if let [first, second] = families[..]
        && first == second
    {
        cx.invalid(
            code::INVALID_IP_ALLOCATION_OBJECT,
            cidrs,
            "`cidrs` has two items of the same IP family",
        )
        .help("write at most one IPv4 CIDR and one IPv6 CIDR");
    }
}
