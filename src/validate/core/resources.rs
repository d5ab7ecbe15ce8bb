//! Requests and limits (`validateResourceRequirements`, `validatePodResources`), of containers
//! and of the pod.

use indexmap::IndexMap;

use super::pod::{Form, Pod};
use crate::{
    model::{Place, near, value::Quantity},
    syntax::edit::Safety,
    validate::{
        Checker, Reason,
        names::{self, shown},
    },
};

/// `request-exceeds-limit`
const EXCEEDS: &str = "KV2136";
/// `invalid-resource-name`
const NAME: &str = "KV2137";
/// `invalid-resource-amount`
const AMOUNT: &str = "KV2138";
/// `extended-resource-request-limit`
const EXTENDED: &str = "KV2139";
/// `pod-level-resources-conflict`
const POD_LEVEL: &str = "KV2140";
/// `invalid-resource-claim-ref`
const CLAIM: &str = "KV2156";

const HUGE_PAGES: &str = "hugepages-";

/// Names that the API gives a meaning; containers take fewer.
const STANDARD: [&str; 20] = [
    "cpu",
    "memory",
    "ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "storage",
    "requests.storage",
    "services.nodeports",
    "services.loadbalancers",
];

/// Standard names whose amounts are counts.
const COUNTED: [&str; 9] = [
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "services.nodeports",
    "services.loadbalancers",
];

/// Whether a name belongs to Kubernetes itself (`IsNativeResource`).
fn is_native(name: &str) -> bool {
    !name.contains('/') || name.contains("kubernetes.io/")
}

/// A device or the like of a node, such as `nvidia.com/gpu` (`IsExtendedResourceName`).
pub(in crate::validate) fn is_extended(name: &str) -> bool {
    !is_native(name)
        && !name.starts_with("requests.")
        && names::qualified_name(&format!("requests.{name}")).is_ok()
}

/// Whether more may be promised than there is (`IsOvercommitAllowed`).
pub(super) fn may_be_overcommitted(name: &str) -> bool {
    is_native(name) && !name.starts_with(HUGE_PAGES)
}

fn is_counted(name: &str) -> bool {
    COUNTED.contains(&name) || is_extended(name)
}

/// Whether a name without a domain means something (`IsStandardResourceName`).
fn is_standard(name: &str) -> bool {
    STANDARD.contains(&name)
        || name.strip_prefix("requests.").unwrap_or(name).starts_with(HUGE_PAGES)
}

/// Whether a quota can limit it as it stands (`IsStandardQuotaResourceName`).
pub(super) fn is_standard_for_quotas(name: &str) -> bool {
    is_standard(name) && name != "storage"
}

/// What is wrong with an amount of a resource (`ValidateResourceQuantityValue`).
pub(super) fn amount_fault(name: &str, amount: &Quantity) -> Option<String> {
    if amount.is_negative() {
        return Some(format!("{name} {amount} is negative"));
    }
    (is_counted(name) && !amount.is_whole())
        .then(|| format!("`{name}` comes in whole pieces, not {amount}"))
}

/// The amount, as the server stores it; `None` where it is no quantity, which the decoder says.
pub(super) fn amount(place: Place<'_>) -> Option<Quantity> {
    Some(Quantity::of(place.node()?)?.ok()?.rounded())
}

type NameCheck = for<'a> fn(&'a str, Place<'a>, &mut Checker<'a>);

pub(super) fn container<'a>(container: Place<'a>, pod: &Pod<'a>, cx: &mut Checker<'a>) {
    let resources = container.get("resources");
    let mark = cx.mark();
    requirements(resources, container_resource, cx);
    if pod.form == Form::Bare && !pod.is_ephemeral(container) {
        limits_as_requests(resources, mark, cx);
    }
    claims(resources.get("claims"), pod, cx);
}

/// In a Pod itself a limit without a request becomes the request too, with its faults.
fn limits_as_requests<'a>(resources: Place<'a>, mark: usize, cx: &mut Checker<'a>) {
    let (limits, requests) = (resources.get("limits").path(), resources.get("requests"));
    let copies: Vec<_> = cx
        .since(mark)
        .iter()
        .filter_map(|cause| {
            let key = cause.path.strip_prefix(&limits)?.strip_prefix('[')?.strip_suffix(']')?;
            let asked = requests.entries().any(|(name, _)| name == key);
            let mut copy = cause.clone();
            copy.root = Some(cause.at);
            copy.path(format!("{}[{key}]", requests.path()));
            (!asked).then_some(copy)
        })
        .collect();
    copies.into_iter().for_each(|cause| cx.push(cause));
}

/// What a pod takes beside its containers; the server reads it as the limits of a container, and
/// in a RuntimeClass forgets `podFixed`.
pub(in crate::validate) fn overhead<'a>(overhead: Place<'a>, cx: &mut Checker<'a>) {
    let mark = cx.mark();
    for (name, place) in overhead.entries() {
        container_resource(name, place, cx);
        quantity(name, place, cx);
    }
    let own = overhead.path();
    let holder = own.strip_suffix(".podFixed").unwrap_or(&own);
    for cause in cx.since(mark) {
        cause.path = cause.path.replacen(&own, &format!("{holder}.limits"), 1);
    }
}

fn requirements<'a>(resources: Place<'a>, name_check: NameCheck, cx: &mut Checker<'a>) {
    let (limits, requests) = (resources.get("limits"), resources.get("requests"));
    for (name, place) in limits.entries().chain(requests.entries()) {
        name_check(name, place, cx);
        quantity(name, place, cx);
    }
    for (name, place) in requests.entries() {
        against_limit(name, place, limits, requests, cx);
    }
    let names = || limits.entries().chain(requests.entries()).map(|(name, _)| name);
    let huge = names().find(|name| name.starts_with(HUGE_PAGES));
    if let Some(huge) = huge
        && !names().any(|name| matches!(name, "cpu" | "memory"))
    {
        cx.forbidden(AMOUNT, resources, format!("`{huge}` needs cpu or memory beside it"));
    }
}

/// A request is at most its limit; equal to it for what cannot be shared.
fn against_limit<'a>(
    name: &'a str,
    request: Place<'a>,
    limits: Place<'a>,
    requests: Place<'a>,
    cx: &mut Checker<'a>,
) {
    let limit = limits.get(name);
    let Some(asked) = amount(request) else { return };
    if !limit.mentioned() {
        if !may_be_overcommitted(name) {
            cx.required(EXTENDED, limits, format!("`{name}` has a request but no limit"))
                .path(limits.path())
                .related(request, "the request")
                .help("what a node cannot share needs a limit equal to the request");
        }
        return;
    }
    let Some(most) = amount(limit) else { return };
    if !may_be_overcommitted(name) && asked != most {
        cx.invalid(
            EXTENDED,
            request,
            format!("request {asked} of `{name}` is not its limit, {most}"),
        )
        .path(requests.path())
        .related(limit, "the limit")
        .help("write the same amount in both")
        .fix(Safety::Unsafe, format!("ask for {most}"), request.set(&most.to_string()));
    } else if asked > most {
        cx.invalid(EXCEEDS, request, format!("{name} request {asked} is above its limit {most}"))
            .path(requests.path())
            .related(limit, "the limit")
            .help(hint(name, &asked, &most));
    }
}

/// The likely slip: memory in thousandths, or a unit left out.
fn hint(name: &str, asked: &Quantity, most: &Quantity) -> String {
    let bytes = |q: &Quantity| q.whole() < 1 << 20;
    if name == "memory" && bytes(most) && !bytes(asked) {
        return format!("the limit is {} bytes: is a unit such as Mi missing?", most.whole());
    }
    "lower the request or raise the limit".to_owned()
}

/// The amount itself: not negative, whole for what is counted, in pages for huge pages.
fn quantity<'a>(name: &'a str, place: Place<'a>, cx: &mut Checker<'a>) {
    let Some(value) = amount(place) else { return };
    if let Some(message) = amount_fault(name, &value) {
        cx.invalid(AMOUNT, place, message);
    }
    if let Some(size) = name.strip_prefix(HUGE_PAGES) {
        let page = Quantity::parse(size).ok().filter(|page| page.is_whole() && page.whole() > 0);
        if page.is_none_or(|page| value.whole() % page.whole() != 0) {
            cx.invalid(AMOUNT, place, format!("{value} is no multiple of `{name}`"));
        }
    }
}

/// `validateContainerResourceName`.
pub(super) fn container_resource<'a>(name: &'a str, place: Place<'a>, cx: &mut Checker<'a>) {
    const TAKEN: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];
    let key = |place: Place<'a>| place.object().location(place.key_span());
    if let Err(fault) = names::qualified_name(name) {
        let message = format!("resource name `{}` {}", shown(name), fault.what);
        cx.invalid(NAME, place, message).help(fault.allowed).at = key(place);
    } else if !name.contains('/') && !TAKEN.contains(&name) && !name.starts_with(HUGE_PAGES) {
        let message = format!("a container has no resource `{}`", shown(name));
        let cause = cx.invalid(NAME, place, message);
        cause.help("use cpu, memory, ephemeral-storage, hugepages-… or a name with a domain");
        cause.at = key(place);
        if let Some(meant) = meant(name).or_else(|| near::nearest(name, TAKEN)) {
            cause.fix(Safety::Unsafe, format!("rename it to `{meant}`"), place.rename(meant));
        }
    } else if !is_native(name) && !is_extended(name) {
        let message = format!("`{}` is no name of an extended resource", shown(name));
        cx.invalid(NAME, place, message).at = key(place);
    }
}

fn meant(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "cpu" | "cpus" | "core" | "cores" => Some("cpu"),
        "mem" | "memory" | "ram" => Some("memory"),
        "gpu" | "gpus" => Some("nvidia.com/gpu"),
        _ => None,
    }
}

/// Whether it is the name of any resource (`validateResourceName`).
pub(super) fn resource<'a>(name: &'a str, place: Place<'a>, cx: &mut Checker<'a>) -> bool {
    if let Err(fault) = names::qualified_name(name) {
        let message = format!("resource name `{}` {}", shown(name), fault.what);
        cx.invalid(NAME, place, message).help(fault.allowed).at =
            place.object().location(place.key_span());
        return false;
    }
    let known = name.contains('/') || is_standard(name);
    if !known {
        cx.invalid(NAME, place, format!("there is no resource `{}`", shown(name))).at =
            place.object().location(place.key_span());
    }
    known
}

/// `validatePodResourceName`.
fn pod_resource<'a>(name: &'a str, place: Place<'a>, cx: &mut Checker<'a>) {
    if !resource(name, place, cx) {
        return;
    }
    if !matches!(name, "cpu" | "memory") && !name.starts_with(HUGE_PAGES) {
        let message = format!("`{}` cannot be set for the whole pod", shown(name));
        cx.refuse(POD_LEVEL, Reason::NotSupported, place, message)
            .help("set it on the container that needs it");
    }
}

/// Claims of a container must be claims of its pod.
fn claims<'a>(claims: Place<'a>, pod: &Pod<'a>, cx: &mut Checker<'a>) {
    let mut seen: Vec<(&'a str, &'a str)> = Vec::new();
    for claim in claims.items() {
        let (name, request) = (claim.get("name"), claim.get("request"));
        if name.is_empty() {
            let path = claim.path();
            cx.required(CLAIM, name, "a resource claim has no name").path(path);
            continue;
        }
        if !request.is_empty() {
            cx.format(CLAIM, request, names::dns_label);
        }
        let overlaps = seen.iter().any(|(other, part)| {
            *other == name.str()
                && (part.is_empty() || request.is_empty() || *part == request.str())
        });
        if overlaps {
            let path = claim.path();
            cx.duplicate(CLAIM, name, format!("claim `{}` is used twice", shown(name.str())))
                .path(path);
        } else {
            seen.push((name.str(), request.str()));
        }
        if !pod.claims().any(|known| known == name.str()) {
            let path = claim.path();
            let message = format!("the pod has no claim `{}`", shown(name.str()));
            cx.refuse(CLAIM, Reason::NotFound, name, message)
                .path(path)
                .related(pod.spec.get("resourceClaims"), "the claims of the pod");
        }
    }
}

/// Resources of the whole pod; served from 1.34 on.
pub(super) fn pod<'a>(pod: &Pod<'a>, cx: &mut Checker<'a>) {
    let resources = pod.spec.get("resources");
    if !resources.written() || !cx.version.since(34) {
        return;
    }
    if pod.os() == Some("windows") {
        cx.forbidden(POD_LEVEL, resources, "a Windows pod has no resources of its own");
        return;
    }
    let listed = resources.get("claims");
    if listed.written() {
        cx.forbidden(POD_LEVEL, listed, "claims are made by containers, not by the whole pod");
    }
    claims(listed, pod, cx);
    requirements(resources, pod_resource, cx);
    let requests = requests_of_containers(pod);
    for (name, place) in resources.get("requests").entries() {
        if let (Some(own), Some(sum)) = (amount(place), requests.get(name))
            && *sum > own
        {
            let message = format!("containers ask for {sum} of {name}, the pod for {own}");
            cx.invalid(POD_LEVEL, place, message).help("raise the request of the pod");
        }
    }
    for (index, container) in pod.spec.get("containers").items().enumerate() {
        for (name, place) in container.get("resources").get("limits").entries() {
            let of_pod = resources.get("limits").get(name);
            if let (Some(own), Some(most)) = (amount(place), amount(of_pod))
                && own > most
            {
                let path = format!("{}.containers[{index}][{name}].limits", resources.path());
                cx.invalid(
                    POD_LEVEL,
                    place,
                    format!("{name} limit {own} is above the pod's {most}"),
                )
                .path(path)
                .related(of_pod, "the limit of the pod");
            }
        }
    }
}

type Amounts<'a> = IndexMap<&'a str, Quantity>;

/// What all containers ask for together: main ones and sidecars at once, or the largest init
/// container with the sidecars before it (`AggregateContainerRequests`).
fn requests_of_containers<'a>(pod: &Pod<'a>) -> Amounts<'a> {
    let mut running = Amounts::new();
    let mut starting = Amounts::new();
    let mut sidecars = Amounts::new();
    for container in pod.spec.get("containers").items() {
        add(&mut running, &requests_of(container, pod));
    }
    for container in pod.spec.get("initContainers").items() {
        let mut asked = requests_of(container, pod);
        if container.get("restartPolicy").str() == "Always" {
            add(&mut running, &asked);
            add(&mut sidecars, &asked);
            raise(&mut starting, &sidecars);
        } else {
            add(&mut asked, &sidecars);
            raise(&mut starting, &asked);
        }
    }
    raise(&mut running, &starting);
    running
}

fn requests_of<'a>(container: Place<'a>, pod: &Pod<'a>) -> Amounts<'a> {
    let resources = container.get("resources");
    let mut asked: Amounts<'a> = resources
        .get("requests")
        .entries()
        .filter_map(|(name, place)| Some((name, amount(place)?)))
        .collect();
    // In a Pod itself what is limited and not asked for is asked for.
    if pod.form == Form::Bare {
        for (name, place) in resources.get("limits").entries() {
            if let Some(limit) = amount(place) {
                asked.entry(name).or_insert(limit);
            }
        }
    }
    asked
}

fn add<'a>(sum: &mut Amounts<'a>, other: &Amounts<'a>) {
    for (name, quantity) in other {
        let held = sum.entry(*name).or_insert_with(Quantity::zero);
        *held = held.plus(quantity);
    }
}

fn raise<'a>(most: &mut Amounts<'a>, other: &Amounts<'a>) {
    for (name, quantity) in other {
        let held = most.entry(*name).or_insert_with(Quantity::zero);
        if quantity > held {
            *held = quantity.clone();
        }
    }
}
