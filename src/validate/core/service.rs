//! Services (`pkg/apis/core/validation/validation.go`, `validateService` and below; the warnings
//! are those of `pkg/api/service/warnings.go`).

use std::collections::{BTreeMap, BTreeSet};

use super::addresses::{canonical_address, canonical_network, endpoint_address};
use crate::{
    code,
    diagnostic::Safety,
    model::{Place, first_seen::FirstSeen, gates},
    syntax::edit::scalar,
    text,
    validate::{Checker, ip, meta, names},
};

const LOAD_BALANCER: &str = "LoadBalancer";
const TYPES: [&str; 4] = ["ClusterIP", "ExternalName", LOAD_BALANCER, "NodePort"];
const SOURCE_RANGES: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";
const TOPOLOGY_MODE: &str = "service.kubernetes.io/topology-mode";
const TOPOLOGY_HINTS: &str = "service.kubernetes.io/topology-aware-hints";

pub(in crate::validate) fn validate<'a>(cx: &mut Checker<'a>) {
    let service = Service::new(cx.object.field("spec"));
    let spec = service.spec;
    ports(&service, cx);
    by_type(&service, cx);
    meta::labels(spec.get("selector"), Place::path, cx);
    session_affinity(spec, cx);
    cluster_ips(&service, cx);
    external_ips(&service, cx);
    load_balancer(&service, cx);
    traffic_policies(&service, cx);
    topology(cx);
    ineffective(&service, cx);
}

/// A Service's spec with the parts that many checks need.
struct Service<'a> {
    spec: Place<'a>,
    /// As written, else the default.
    kind: &'a str,
    /// `clusterIPs`, which the server fills from `clusterIP` where only that is written.
    cluster_ips: Vec<Place<'a>>,
}

impl<'a> Service<'a> {
    fn new(spec: Place<'a>) -> Service<'a> {
        let kind = spec.get("type").str();
        let mut cluster_ips: Vec<Place<'a>> = spec.get("clusterIPs").items().collect();
        let single = spec.get("clusterIP");
        if cluster_ips.is_empty() && !single.is_empty() {
            cluster_ips.push(single);
        }
        Service { spec, kind: if kind.is_empty() { "ClusterIP" } else { kind }, cluster_ips }
    }

    fn is_headless(&self) -> bool {
        self.cluster_ips.len() == 1 && self.cluster_ips[0].str() == "None"
    }

    fn is_external(&self) -> bool {
        matches!(self.kind, "NodePort" | LOAD_BALANCER)
            || self.kind == "ClusterIP" && self.spec.get("externalIPs").count() > 0
    }
}

/// A number as Go reads it: 0 where it is absent; `None` for another type, which the decoder
/// reports.
fn number(place: Place<'_>) -> Option<i64> {
    if place.is_set() { place.int() } else { Some(0) }
}

fn ports<'a>(service: &Service<'a>, cx: &mut Checker<'a>) {
    let list = service.spec.get("ports");
    let ports: Vec<Place<'a>> = list.items().collect();
    if list.is_empty() && !service.is_headless() && service.kind != "ExternalName" {
        let message = text!("Service of type {} requires `ports`", service.kind);
        cx.required(code::SERVICE_WITHOUT_PORTS, list, message)
            .help("list them in `spec.ports`; only headless and ExternalName Services can omit it");
    }
    let written: BTreeSet<&str> = ports.iter().map(|port| port.get("name").str()).collect();
    let mut names = FirstSeen::new();
    for port in &ports {
        name_of_port(*port, (ports.len(), &written), &mut names, cx);
        fields_of_port(*port, cx);
    }
    duplicate_ports(&ports, cx);
    node_ports(service, &ports, cx);
}

fn name_of_port<'a>(
    port: Place<'a>,
    (ports, written): (usize, &BTreeSet<&str>),
    names: &mut FirstSeen<&'a str, Place<'a>>,
    cx: &mut Checker<'a>,
) {
    let name = port.get("name");
    if name.is_empty() {
        if ports > 1 {
            let number = port.get("port").int().unwrap_or(0);
            let edit = free_name(port, written).and_then(|free| name.set(&scalar(&free)));
            cx.required(
                code::SERVICE_PORT_NAME_REQUIRED,
                name,
                text!("port {} has no `name`", number),
            )
            .help("give each port of a Service with several ports a unique name")
            .fix(Safety::Unsafe, "name the port", edit);
        }
        return;
    }
    if name.text().is_none() {
        return;
    }
    cx.format(code::SERVICE_PORT_NAME_REQUIRED, name, names::dns_label);
    if let Some(first) = names.earlier(name.str(), name) {
        cx.duplicate(
            code::SERVICE_PORT_NAME_REQUIRED,
            name,
            text!("two ports are named `{}`", name.str()),
        )
        .related(first, "first used here");
    }
}

/// A name for an unnamed port that no other port has: its target's, or the usual one.
fn free_name(port: Place<'_>, written: &BTreeSet<&str>) -> Option<String> {
    let number = port.get("port").int()?;
    let usual = match number {
        80 | 8080 => "http".to_owned(),
        443 | 8443 => "https".to_owned(),
        _ => format!("port-{number}"),
    };
    let target = port.get("targetPort").text().filter(|name| names::port_name(name).is_ok());
    [target.unwrap_or(&usual), &usual, &format!("port-{number}")]
        .into_iter()
        .find(|name| !written.contains(name))
        .map(ToOwned::to_owned)
}

fn fields_of_port<'a>(port: Place<'a>, cx: &mut Checker<'a>) {
    if let Some(number) = number(port.get("port")) {
        port_number(port.get("port"), number, cx);
    }
    cx.one_of(code::INVALID_SERVICE_PORT, port.get("protocol"), &["SCTP", "TCP", "UDP"]);
    target_port(port, cx);
    if port.get("appProtocol").is_set() {
        cx.format(code::INVALID_SERVICE_PORT, port.get("appProtocol"), names::qualified_name);
    }
}

fn target_port<'a>(port: Place<'a>, cx: &mut Checker<'a>) {
    let target = port.get("targetPort");
    if let Some(filled) = number(target).filter(|number| *number != 0) {
        port_number(target, filled, cx);
    } else if target.is_empty() || target.int() == Some(0) {
        // It is filled from `port`, and refused together with it.
        if let Some(number) = number(port.get("port")) {
            port_number(target, number, cx);
        }
    } else if target.str().bytes().all(|b| b.is_ascii_digit()) {
        cx.quoted_port(target);
    } else {
        cx.format(code::INVALID_SERVICE_PORT, target, names::port_name);
    }
}

fn port_number<'a>(place: Place<'a>, number: i64, cx: &mut Checker<'a>) {
    if let Err(fault) = names::port_number(number) {
        let what = if place.is_set() {
            text!("`{}` {}, but is {}", text::name(place.name()), fault.what, number)
        } else {
            text!("`{}` is missing", text::name(place.name()))
        };
        cx.invalid(code::INVALID_SERVICE_PORT, place, what).help(fault.allowed);
    }
}

fn protocol(port: Place<'_>) -> &str {
    let protocol = port.get("protocol").str();
    if protocol.is_empty() { "TCP" } else { protocol }
}

fn duplicate_ports<'a>(ports: &[Place<'a>], cx: &mut Checker<'a>) {
    let mut seen = FirstSeen::new();
    for port in ports {
        let Some(number) = number(port.get("port")) else { continue };
        if let Some(first) = seen.earlier((protocol(*port), number), *port) {
            let message = text!("port {}/{} is listed twice", number, protocol(*port));
            let path = port.path();
            cx.duplicate(code::DUPLICATE_SERVICE_PORT, port.get("port"), message)
                .path(path)
                .related(first.get("port"), "first listed here");
        }
    }
}

fn node_ports<'a>(service: &Service<'a>, ports: &[Place<'a>], cx: &mut Checker<'a>) {
    let given = matches!(service.kind, "NodePort" | LOAD_BALANCER)
        && service.spec.get("allocateLoadBalancerNodePorts").bool() != Some(false);
    // Ports of one number get one node port: the one that the first of them requests, or any.
    let asked_by = |port: &Place<'a>| port.get("nodePort").int().filter(|number| *number != 0);
    let mut got: BTreeMap<i64, i64> = BTreeMap::new();
    for port in ports.iter().filter(|_| given) {
        if let Some(own) = number(port.get("port")).filter(|own| *own > 0) {
            let first = got.entry(own).or_insert(-own);
            *first = asked_by(port).filter(|_| *first < 0).unwrap_or(*first);
        }
    }
    let mut seen = FirstSeen::new();
    for port in ports {
        let (place, own) = (port.get("nodePort"), number(port.get("port")));
        let asked = asked_by(port);
        let key = match asked.or_else(|| own.and_then(|own| got.get(&own).copied())) {
            Some(number) => (protocol(*port), number),
            None => continue,
        };
        if service.kind == "ClusterIP" {
            let edit = cx.object.field("spec").get("type").set("NodePort");
            cx.forbidden(
                code::NODE_PORT_ON_CLUSTER_IP,
                place,
                "`nodePort` is not allowed in a Service of type ClusterIP",
            )
            .help("set `spec.type` to `NodePort` or `LoadBalancer`, or remove `nodePort`")
            .fix(Safety::Unsafe, "set `type: NodePort`", edit);
        }
        if let Some(first) = seen.earlier(key, place) {
            let message = match asked {
                Some(number) => text!("`nodePort` {} is used twice", number),
                None => text!("both ports would get the same `nodePort`"),
            };
            let cause = cx
                .duplicate(code::DUPLICATE_SERVICE_PORT, place, message)
                .related(first, "first used here");
            if asked.is_none() {
                cause.follows(port.get("port"));
            }
        }
    }
}

fn by_type<'a>(service: &Service<'a>, cx: &mut Checker<'a>) {
    let spec = service.spec;
    cx.one_of(code::INVALID_SERVICE_PORT, spec.get("type"), &TYPES);
    if service.is_headless() && matches!(service.kind, "NodePort" | LOAD_BALANCER) {
        let message = text!("Service of type {} cannot be headless", service.kind);
        cx.invalid(code::INVALID_CLUSTER_IP, service.cluster_ips[0], message)
            .path("spec.clusterIPs[0]")
            .help("remove `clusterIP: None`, or the type");
    }
    if service.kind != "ExternalName" {
        return;
    }
    if let Some(first) = service.cluster_ips.first() {
        let message = "`clusterIP` is not allowed in a Service of type ExternalName";
        cx.forbidden(code::INVALID_EXTERNAL_NAME, *first, message).path("spec.clusterIPs");
    }
    for (name, set) in [
        ("ipFamilies", spec.get("ipFamilies").count() > 0),
        ("ipFamilyPolicy", spec.get("ipFamilyPolicy").is_set()),
    ] {
        if set {
            let message =
                text!("`{}` is not allowed in a Service of type ExternalName", text::name(name));
            cx.forbidden(code::INVALID_EXTERNAL_NAME, spec.get(name), message);
        }
    }
    let name = spec.get("externalName");
    let domain = name.str().strip_suffix('.').unwrap_or(name.str());
    if domain.is_empty() {
        cx.required(
            code::INVALID_EXTERNAL_NAME,
            name,
            "Service of type ExternalName requires `externalName`",
        );
    } else {
        cx.format_of(code::INVALID_EXTERNAL_NAME, name, domain, names::dns_subdomain);
    }
}

fn session_affinity<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let affinity = spec.get("sessionAffinity");
    cx.one_of(code::INVALID_SESSION_AFFINITY, affinity, &["ClientIP", "None"]);
    if affinity.str() == "ClientIP" {
        // Incomplete settings are replaced by the default, 10800 seconds.
        let timeout = spec.at(&["sessionAffinityConfig", "clientIP", "timeoutSeconds"]);
        cx.within(code::INVALID_SESSION_AFFINITY, timeout, 1..=86400);
    }
}

fn cluster_ips<'a>(service: &Service<'a>, cx: &mut Checker<'a>) {
    if service.kind == "ExternalName" {
        return;
    }
    let mark = cx.mark();
    related_fields(service, cx);
    // The server looks for the families only where all else is in order.
    if !is_free(service.spec) && cx.since(mark).is_empty() {
        configured(service, cx);
    }
}

/// `ValidateServiceClusterIPsRelatedFields`.
fn related_fields<'a>(service: &Service<'a>, cx: &mut Checker<'a>) {
    let spec = service.spec;
    let (single, list) = (spec.get("clusterIP"), spec.get("clusterIPs"));
    if list.count() > 0 && single.is_empty() {
        let message = "`clusterIPs` is set without `clusterIP`";
        cx.invalid(code::INVALID_CLUSTER_IP, list, message)
            .help("write its first IP address in `clusterIP` too");
    } else if let Some(first) = list.items().next().filter(|first| first.str() != single.str()) {
        let message = text!(
            "first IP address of `clusterIPs`, `{}`, differs from `clusterIP`, `{}`",
            first.str(),
            single.str()
        );
        cx.invalid(code::INVALID_CLUSTER_IP, first, message).path("spec.clusterIPs");
    }
    let mark = cx.mark();
    families(spec, cx);
    let in_order = cx.since(mark).is_empty();
    if !addresses(service, cx) {
        return;
    }
    if in_order {
        family_policy(spec, cx);
    }
    let ips: Vec<_> = service.cluster_ips.iter().filter_map(|ip| ip::parse(ip.str())).collect();
    if service.cluster_ips.len() > 1 {
        let dual =
            ips.iter().any(std::net::IpAddr::is_ipv4) && ips.iter().any(std::net::IpAddr::is_ipv6);
        if !dual {
            cx.invalid(
                code::INVALID_CLUSTER_IP,
                list,
                "`clusterIPs` has two IP addresses of the same family",
            );
        }
    }
    if service.is_headless() {
        return;
    }
    for (index, (family, place)) in
        spec.get("ipFamilies").items().zip(&service.cluster_ips).enumerate()
    {
        let Some(ip) = ip::parse(place.str()) else { continue };
        let fits = match family.str() {
            "IPv4" => ip.is_ipv4(),
            "IPv6" => ip.is_ipv6(),
            _ => true,
        };
        if !fits {
            let message = text!("`{}` is not an {} address", place.str(), family.str());
            cx.invalid(code::INVALID_CLUSTER_IP, *place, message)
                .path(format!("spec.clusterIPs[{index}]"))
                .related(family, "family set here");
        }
    }
}

fn families<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let families = spec.get("ipFamilies");
    for family in families.items() {
        cx.one_of_set(code::INVALID_CLUSTER_IP, family, &["IPv4", "IPv6"]);
    }
    cx.unique(code::INVALID_CLUSTER_IP, families.items());
    let policy = spec.get("ipFamilyPolicy");
    cx.one_of_set(
        code::INVALID_CLUSTER_IP,
        policy,
        &["PreferDualStack", "RequireDualStack", "SingleStack"],
    );
}

/// Part of allocating addresses (`pkg/registry/core/service/storage/alloc.go`).
fn family_policy<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let (families, policy) = (spec.get("ipFamilies"), spec.get("ipFamilyPolicy"));
    let single = matches!(policy.str(), "" | "SingleStack");
    // Such Services are dual stack by default.
    let free = policy.str().is_empty() && is_free(spec);
    if single && !free && (families.count() == 2 || spec.get("clusterIPs").count() == 2) {
        cx.invalid(
            code::INVALID_CLUSTER_IP,
            policy,
            "two IP families or addresses require a dual-stack policy",
        )
        .help("set `ipFamilyPolicy` to `PreferDualStack` or `RequireDualStack`");
    }
}

/// Whether it is a headless Service without selector, whose addresses somebody else writes.
fn is_free(spec: Place<'_>) -> bool {
    spec.get("clusterIP").str() == "None" && spec.get("selector").is_empty()
}

/// IP families that a cluster may lack (`initIPFamilyFields`).
fn configured<'a>(service: &Service<'a>, cx: &mut Checker<'a>) {
    let spec = service.spec;
    let (families, policy) = (spec.get("ipFamilies"), spec.get("ipFamilyPolicy"));
    for family in families.items().filter(|family| matches!(family.str(), "IPv4" | "IPv6")) {
        let message = text!("the cluster has no {} addresses for Services", family.str());
        cx.invalid(code::INVALID_CLUSTER_IP, family, message).unless =
            Some(family.str().to_owned());
    }
    for (index, place) in service.cluster_ips.iter().enumerate().skip(families.count()) {
        let Some(ip) = ip::parse(place.str()) else { continue };
        let family = if ip.is_ipv4() { "IPv4" } else { "IPv6" };
        let message =
            text!("`{}` cannot be used in a cluster without {}", place.str(), text::name(family));
        cx.invalid(code::INVALID_CLUSTER_IP, *place, message)
            .path(format!("spec.clusterIPs[{index}]"))
            .unless(family);
    }
    for family in ["IPv4", "IPv6"] {
        if policy.str() == "RequireDualStack" {
            let message = text!(
                "`RequireDualStack` cannot be used in a cluster without {}",
                text::name(family)
            );
            cx.invalid(code::INVALID_CLUSTER_IP, policy, message)
                .unless(family)
                .help("use `PreferDualStack`, which works with one family too");
        }
    }
}

/// The addresses one by one; whether all are good.
fn addresses<'a>(service: &Service<'a>, cx: &mut Checker<'a>) -> bool {
    let mut good = true;
    for (index, place) in service.cluster_ips.iter().enumerate() {
        if index == 0 && place.str() == "None" {
            if service.cluster_ips.len() > 1 {
                cx.invalid(
                    code::INVALID_CLUSTER_IP,
                    *place,
                    "`None` must be the only item of `clusterIPs`",
                )
                .path("spec.clusterIPs");
                good = false;
            }
        } else if let Err(fault) =
            ip::legacy_address(place.str(), cx.version.enables(gates::STRICT_IPCIDR_VALIDATION))
        {
            let message = text!("`{}` {}", place.str(), fault.what);
            cx.invalid(code::INVALID_CLUSTER_IP, *place, message)
                .path(format!("spec.clusterIPs[{index}]"))
                .help(fault.allowed);
            good = false;
        } else {
            canonical_address(*place, cx);
        }
    }
    if service.cluster_ips.len() > 2 {
        let message = "`clusterIPs` can have at most two items, one of each IP family";
        cx.invalid(code::INVALID_CLUSTER_IP, service.spec.get("clusterIPs"), message);
    }
    good
}

fn external_ips<'a>(service: &Service<'a>, cx: &mut Checker<'a>) {
    for place in service.spec.get("externalIPs").items() {
        if endpoint_address(code::INVALID_IP_ADDRESS, place, cx) {
            canonical_address(place, cx);
        }
    }
}

fn load_balancer<'a>(service: &Service<'a>, cx: &mut Checker<'a>) {
    let spec = service.spec;
    let other = service.kind != LOAD_BALANCER;
    // Not validated at all, but reported as a warning.
    canonical_address(spec.get("loadBalancerIP"), cx);
    source_ranges(spec, other, cx);
    for name in ["allocateLoadBalancerNodePorts", "loadBalancerClass"] {
        let place = spec.get(name);
        if other && place.is_set() {
            only_load_balancer(place, place.path(), cx);
        }
    }
    if !other && spec.get("loadBalancerClass").is_set() {
        cx.format(
            code::LOAD_BALANCER_FIELD_ON_OTHER_TYPE,
            spec.get("loadBalancerClass"),
            names::qualified_name,
        );
    }
}

fn only_load_balancer<'a>(place: Place<'a>, path: String, cx: &mut Checker<'a>) {
    let message =
        text!("`{}` is only allowed in a Service of type LoadBalancer", text::key(place.name()));
    cx.forbidden(code::LOAD_BALANCER_FIELD_ON_OTHER_TYPE, place, message)
        .path(path)
        .help("remove it, or set `spec.type` to `LoadBalancer`")
        .fix(Safety::Safe, "remove it", place.remove());
}

/// The server's path has a capital letter: `spec.LoadBalancerSourceRanges`.
fn source_ranges<'a>(spec: Place<'a>, other: bool, cx: &mut Checker<'a>) {
    let list = spec.get("loadBalancerSourceRanges");
    let strict = cx.version.enables(gates::STRICT_IPCIDR_VALIDATION);
    if list.count() > 0 {
        if other {
            only_load_balancer(list, "spec.LoadBalancerSourceRanges".to_owned(), cx);
        }
        for (index, place) in list.items().enumerate() {
            // Before 1.30 the list is refused as a whole.
            let each = cx.version.since(30);
            let path = match each {
                true => format!("spec.LoadBalancerSourceRanges[{index}]"),
                false => "spec.LoadBalancerSourceRanges".to_owned(),
            };
            match ip::legacy_network(place.str().trim(), strict) {
                Ok(()) => canonical_network(place, cx),
                Err(fault) => {
                    let message = text!("`{}` {}", place.str(), fault.what);
                    cx.invalid(code::INVALID_CIDR, place, message).path(path).help(fault.allowed);
                    if !each {
                        break;
                    }
                }
            }
        }
        return;
    }
    let note = cx.object.place().at(&["metadata", "annotations", SOURCE_RANGES]);
    if !note.is_set() {
        return;
    }
    if other {
        only_load_balancer(note, note.path(), cx);
    }
    if note.str().trim().is_empty() {
        return;
    }
    for text in note.str().split(',') {
        if let Err(fault) = ip::legacy_network(text.trim(), strict) {
            let message = text!("`{}` {}", text.trim(), fault.what);
            cx.invalid(code::INVALID_CIDR, note, message).help(fault.allowed);
            if !cx.version.since(30) {
                break;
            }
        }
    }
}

fn traffic_policies<'a>(service: &Service<'a>, cx: &mut Checker<'a>) {
    let spec = service.spec;
    let external = spec.get("externalTrafficPolicy");
    if service.is_external() {
        cx.one_of(code::INVALID_TRAFFIC_POLICY, external, &["Cluster", "Local"]);
    } else if !external.is_empty() && external.text().is_some() {
        let message =
            text!("`externalTrafficPolicy` is not allowed in a Service of type {}", service.kind);
        let cause = cx.invalid(code::INVALID_TRAFFIC_POLICY, external, message);
        cause.help("remove it, or set `spec.type` to `NodePort` or `LoadBalancer`");
        if !TYPES.contains(&service.kind) {
            cause.follows(spec.get("type"));
        }
    }
    let check = spec.get("healthCheckNodePort");
    if service.kind == LOAD_BALANCER && external.str() == "Local" {
        // 0 requests a free one.
        if let Some(number) = check.int().filter(|number| *number != 0) {
            port_number_of_check(check, number, cx);
        }
    } else if check.int().is_some_and(|number| number != 0) {
        let message = "`healthCheckNodePort` requires type LoadBalancer and \
                       `externalTrafficPolicy: Local`";
        cx.invalid(code::INVALID_TRAFFIC_POLICY, check, message);
    }
    cx.one_of_set(
        code::INVALID_TRAFFIC_POLICY,
        spec.get("internalTrafficPolicy"),
        &["Cluster", "Local"],
    );
    let near: &[&str] = if cx.version.enables(gates::PREFER_SAME_TRAFFIC_DISTRIBUTION) {
        &["PreferClose", "PreferSameZone", "PreferSameNode"]
    } else {
        &["PreferClose"]
    };
    if cx.version.since(30) {
        cx.one_of_set(code::INVALID_TRAFFIC_POLICY, spec.get("trafficDistribution"), near);
    }
}

fn port_number_of_check<'a>(place: Place<'a>, number: i64, cx: &mut Checker<'a>) {
    if let Err(fault) = names::port_number(number) {
        let message = text!("`healthCheckNodePort` {}, but is {}", fault.what, number);
        cx.invalid(code::INVALID_TRAFFIC_POLICY, place, message).help(fault.allowed);
    }
}

fn topology<'a>(cx: &mut Checker<'a>) {
    let annotations = cx.object.place().at(&["metadata", "annotations"]);
    let (mode, hints) = (annotations.get(TOPOLOGY_MODE), annotations.get(TOPOLOGY_HINTS));
    let differ = mode.is_set() && hints.is_set() && mode.str() != hints.str();
    if differ && cx.version.since(27) {
        let message = text!("`{}` contradicts the older annotation, `{}`", mode.str(), hints.str());
        cx.invalid(code::INVALID_TRAFFIC_POLICY, mode, message).related(hints, "older annotation");
    }
}

/// Fields that the server accepts and ignores.
fn ineffective<'a>(service: &Service<'a>, cx: &mut Checker<'a>) {
    let spec = service.spec;
    let set = |name: &'static str| Some(spec.get(name)).filter(|place| !place.is_empty());
    let mut warn = |place: Option<Place<'a>>, kind: &str| {
        let Some(place) = place else { return };
        let message = text!("`{}` is ignored in {} Service", text::name(place.name()), kind);
        cx.warn(code::INEFFECTIVE_SERVICE_FIELD, place, message).help("remove it").fix(
            Safety::Safe,
            "remove it",
            place.remove(),
        );
    };
    if service.is_headless() && service.kind == "ClusterIP" {
        warn(set("loadBalancerIP"), "a headless");
        warn(set("externalIPs"), "a headless");
        warn(set("sessionAffinity").filter(|place| place.str() != "None"), "a headless");
    }
    if service.kind == "ExternalName" {
        warn(set("externalIPs"), "an ExternalName");
    } else {
        warn(set("externalName"), &format!("a {}", service.kind));
    }
}
