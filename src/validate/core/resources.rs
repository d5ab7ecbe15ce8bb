//! Requests and limits (`validateResourceRequirements`, `validatePodResources`), of containers
//! and of the pod.

use std::collections::{BTreeMap, BTreeSet};

use super::pod_context::{PodContext, PodOwner};
use crate::{
    code,
    diagnostic::Safety,
    model::{Place, similar, value::Quantity},
    text,
    text::Text,
    validate::{
        Checker, Reason,
        names::{self, shown},
    },
};

pub(super) const HUGE_PAGES: &str = "hugepages-";
const CONTAINER_RESOURCES: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];

/// Names that have a meaning in the API; containers support fewer.
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

/// Whether a quota can limit it by this name (`IsStandardQuotaResourceName`).
pub(super) fn is_standard_for_quotas(name: &str) -> bool {
    is_standard(name) && name != "storage"
}

/// What is wrong with an amount of a resource (`ValidateResourceQuantityValue`).
pub(super) fn amount_fault(name: &str, amount: &Quantity) -> Option<Text> {
    let (name_shown, amount_shown) = (text::key(name), amount.to_string());
    if amount.is_negative() {
        return Some(text!("`{}` must be at least 0, but is {}", name_shown, amount_shown));
    }
    (is_counted(name) && !amount.is_whole())
        .then(|| text!("`{}` must be an integer, but is {}", name_shown, amount_shown))
}

/// The amount of a resource in a map, as the server stores it: null is zero. `None` where it is
/// absent or not a quantity, which the decoder reports.
pub(super) fn amount(place: Place<'_>) -> Option<Quantity> {
    match place.node() {
        Some(node) => Some(Quantity::of(node)?.ok()?.rounded()),
        None => place.is_present().then(Quantity::zero),
    }
}

type NameCheck = for<'a> fn(&'a str, Place<'a>, &mut Checker<'a>);

pub(super) fn container<'a>(container: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let resources = container.get("resources");
    let mark = cx.mark();
    requirements(resources, container_resource, cx);
    if pod.form == PodOwner::Bare && !pod.is_ephemeral(container) {
        limits_as_requests(resources, mark, |_| true, cx);
    }
    claims(resources.get("claims"), pod, cx);
}

/// In a Pod itself a limit without a request becomes the request too, with its faults.
pub(super) fn limits_as_requests<'a>(
    resources: Place<'a>,
    mark: usize,
    applies: impl Fn(&str) -> bool,
    cx: &mut Checker<'a>,
) {
    if cx.since(mark).is_empty() {
        return;
    }
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
            (!asked && applies(key)).then_some(copy)
        })
        .collect();
    copies.into_iter().for_each(|cause| cx.push(cause));
}

/// What a Pod uses in addition to its containers; the server reads it as the limits of a container,
/// and in a RuntimeClass leaves `podFixed` out of its paths.
pub(in crate::validate) fn overhead<'a>(overhead: Place<'a>, cx: &mut Checker<'a>) {
    if !overhead.is_set() {
        return;
    }
    let mark = cx.mark();
    for (name, place) in overhead.entries() {
        container_resource(name, place, cx);
        quantity(name, place, cx);
    }
    let own = overhead.path();
    huge_pages_alone(overhead, overhead, cx);
    let holder = own.strip_suffix(".podFixed").unwrap_or(&own);
    for cause in cx.since(mark) {
        let inner = if cause.path == own { "" } else { ".limits" };
        let path = cause.path.replacen(&own, &format!("{holder}{inner}"), 1);
        cause.path(path);
    }
}

pub(super) fn requirements<'a>(resources: Place<'a>, name_check: NameCheck, cx: &mut Checker<'a>) {
    let (limits, requests) = (resources.get("limits"), resources.get("requests"));
    for (name, place) in limits.entries().chain(requests.entries()) {
        name_check(name, place, cx);
        quantity(name, place, cx);
    }
    for (name, place) in requests.entries() {
        against_limit(name, place, limits, requests, cx);
    }
    huge_pages_alone(resources, limits, cx);
}

/// Huge pages require cpu or memory.
fn huge_pages_alone<'a>(whole: Place<'a>, limits: Place<'a>, cx: &mut Checker<'a>) {
    let requests = whole.get("requests");
    let names = || limits.entries().chain(requests.entries()).map(|(name, _)| name);
    let huge = names().find(|name| name.starts_with(HUGE_PAGES));
    if let Some(huge) = huge
        && !names().any(|name| matches!(name, "cpu" | "memory"))
    {
        cx.forbidden(
            code::INVALID_RESOURCE_AMOUNT,
            whole,
            text!("`{}` requires `cpu` or `memory` as well", text::key(huge)),
        );
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
    if !limit.is_present() {
        if !may_be_overcommitted(name) {
            let message = text!("`{}` has a request but no limit", text::key(name));
            cx.required(code::EXTENDED_RESOURCE_REQUEST_LIMIT, limits, message)
                .path(limits.path())
                .related(request, "request")
                .help(
                    "set the limit equal to the request, as the resource cannot be overcommitted",
                );
        }
        return;
    }
    let Some(most) = amount(limit) else { return };
    if !may_be_overcommitted(name) && asked != most {
        cx.invalid(
            code::EXTENDED_RESOURCE_REQUEST_LIMIT,
            request,
            text!(
                "`{}` cannot be overcommitted: request {} differs from limit {}",
                text::key(name),
                asked.to_string(),
                most.to_string()
            ),
        )
        .path(requests.path())
        .related(limit, "limit")
        .help("set both to the same amount")
        .fix(
            Safety::Unsafe,
            text!("request {}", most.to_string()),
            request.set(&most.to_string()),
        );
    } else if asked > most {
        let message = text!(
            "{} request ({}) exceeds the limit ({})",
            text::key(name),
            asked.to_string(),
            most.to_string()
        );
        cx.invalid(code::REQUEST_EXCEEDS_LIMIT, request, message)
            .path(requests.path())
            .related(limit, "limit")
            .help(hint(name, &asked, &most));
    }
}

/// The likely mistake: memory in thousandths, or a unit left out.
fn hint(name: &str, asked: &Quantity, most: &Quantity) -> Text {
    let bytes = |q: &Quantity| q.whole() < 1 << 20;
    if name == "memory" && bytes(most) && !bytes(asked) {
        let bytes = most.whole().to_string();
        return text!("add a unit such as Mi to the limit, which is only {} bytes", bytes);
    }
    text!("lower the request or raise the limit")
}

/// The amount itself: not negative, whole for what is counted, in pages for huge pages.
fn quantity<'a>(name: &'a str, place: Place<'a>, cx: &mut Checker<'a>) {
    let Some(value) = amount(place) else { return };
    if let Some(message) = amount_fault(name, &value) {
        cx.invalid(code::INVALID_RESOURCE_AMOUNT, place, message);
    }
    if let Some(size) = name.strip_prefix(HUGE_PAGES) {
        if !fills_pages(size, &value) {
            let message = text!(
                "{} is not a multiple of the page size of `{}`",
                value.to_string(),
                text::name(name)
            );
            cx.invalid(code::INVALID_RESOURCE_AMOUNT, place, message);
        }
    }
}

/// Whether an amount is a multiple of a page size (`IsHugePageResourceValueDivisible`).
pub(super) fn fills_pages(size: &str, value: &Quantity) -> bool {
    let page = Quantity::parse(size).ok().filter(|page| page.is_whole() && page.whole() > 0);
    page.is_some_and(|page| value.is_endless() || value.whole() % page.whole() == 0)
}

/// `validateContainerResourceName`.
pub(super) fn container_resource<'a>(name: &'a str, place: Place<'a>, cx: &mut Checker<'a>) {
    let Some((message, help)) = container_resource_fault(name) else { return };
    let cause = cx.invalid(code::INVALID_RESOURCE_NAME, place, message);
    cause.help(help).at = place.object().location(place.key_span());
    let nearest = || similar::nearest(name, CONTAINER_RESOURCES);
    if names::qualified_name(name).is_ok()
        && let Some(meant) = meant(name).or_else(nearest)
    {
        let title = text!("rename it to `{}`", text::name(meant));
        cause.help(text!("did you mean `{}`?", text::name(meant)));
        cause.fix(Safety::Unsafe, title, place.rename(meant));
    }
}

/// What is wrong with the name of a container's resource, and what is allowed.
pub(in crate::validate) fn container_resource_fault(name: &str) -> Option<(Text, Text)> {
    if let Err(fault) = names::qualified_name(name) {
        let message = text!("resource name `{}` {}", text::key(shown(name)), fault.what);
        return Some((message, fault.allowed));
    }
    if !name.contains('/') && !CONTAINER_RESOURCES.contains(&name) && !name.starts_with(HUGE_PAGES)
    {
        let help = "use cpu, memory, ephemeral-storage, hugepages-… or a name with a domain, such \
                    as example.com/gpu";
        return Some((text!("unknown resource `{}`", text::key(shown(name))), help.into()));
    }
    (!is_native(name) && !is_extended(name)).then(|| {
        let message =
            text!("`{}` is not a valid name of an extended resource", text::key(shown(name)));
        let help = "use your own domain, without `requests.` at the start, such as example.com/gpu";
        (message, help.into())
    })
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
        let message = text!("resource name `{}` {}", text::key(shown(name)), fault.what);
        cx.invalid(code::INVALID_RESOURCE_NAME, place, message).help(fault.allowed).at =
            place.object().location(place.key_span());
        return false;
    }
    let known = name.contains('/') || is_standard(name);
    if !known {
        cx.invalid(
            code::INVALID_RESOURCE_NAME,
            place,
            text!("unknown resource `{}`", text::key(shown(name))),
        )
        .at = place.object().location(place.key_span());
    }
    known
}

/// Whether a whole pod can have it (`IsSupportedPodLevelResource`).
pub(super) fn is_for_pods(name: &str) -> bool {
    matches!(name, "cpu" | "memory") || name.starts_with(HUGE_PAGES)
}

/// `validatePodResourceName`.
pub(super) fn pod_resource<'a>(name: &'a str, place: Place<'a>, cx: &mut Checker<'a>) {
    if !resource(name, place, cx) {
        return;
    }
    if !is_for_pods(name) {
        let message =
            text!("`{}` is not allowed in the resources of a Pod", text::key(shown(name)));
        cx.refuse(code::POD_LEVEL_RESOURCES_CONFLICT, Reason::NotSupported, place, message)
            .help("set it in the resources of a container");
    }
}

/// Claims of a container must be claims of its pod.
pub(super) fn claims<'a>(claims: Place<'a>, pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    // Of each claim the requests; an empty one means the whole claim.
    let mut seen: BTreeMap<&'a str, BTreeSet<&'a str>> = BTreeMap::new();
    for claim in claims.items() {
        let (name, request) = (claim.get("name"), claim.get("request"));
        if name.is_empty() {
            let path = claim.path();
            cx.required(code::INVALID_RESOURCE_CLAIM_REF, name, "resource claim has no name")
                .path(path);
            continue;
        }
        if !request.is_empty() {
            cx.format(code::INVALID_RESOURCE_CLAIM_REF, request, names::dns_label);
        }
        let parts = seen.entry(name.str()).or_default();
        let overlaps = parts.contains("")
            || parts.contains(request.str())
            || request.is_empty() && !parts.is_empty();
        if overlaps {
            let path = claim.path();
            cx.duplicate(
                code::INVALID_RESOURCE_CLAIM_REF,
                name,
                text!("resource claim `{}` is listed twice", shown(name.str())),
            )
            .path(path);
        } else {
            parts.insert(request.str());
        }
        if !pod.claims.contains(name.str()) {
            let path = claim.path();
            let message = text!("the Pod has no resource claim `{}`", shown(name.str()));
            cx.refuse(code::INVALID_RESOURCE_CLAIM_REF, Reason::NotFound, name, message)
                .path(path)
                .related(pod.spec.get("resourceClaims"), "resource claims of the Pod");
        }
    }
}
