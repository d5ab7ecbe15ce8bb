//! Requests and limits of the whole pod, and what its containers make of them
//! (`validatePodResources`; `defaultHugePagePodLimits` and `defaultPodRequests` in
//! `pkg/apis/core/v1/defaults.go`).

use indexmap::IndexMap;

use super::{
    pod_context::{PodContext, PodOwner},
    resources::{self, HUGE_PAGES, amount, fills_pages},
};
use crate::{
    code,
    model::{Place, gates, value::Quantity},
    text,
    validate::Checker,
};

/// Served from 1.34 on.
pub(super) fn pod<'a>(pod: &PodContext<'a>, cx: &mut Checker<'a>) {
    let resources = pod.spec.get("resources");
    if !resources.is_set() || !cx.version.enables(gates::POD_LEVEL_RESOURCES) {
        return;
    }
    if pod.os() == Some("windows") {
        cx.forbidden(
            code::POD_LEVEL_RESOURCES_CONFLICT,
            resources,
            "Pod-level `resources` is not allowed in a Windows Pod",
        );
        return;
    }
    let listed = resources.get("claims");
    if listed.is_set() {
        cx.forbidden(
            code::POD_LEVEL_RESOURCES_CONFLICT,
            listed,
            "`claims` is only allowed in the resources of containers",
        );
    }
    resources::claims(listed, pod, cx);
    let mark = cx.mark();
    resources::requirements(resources, resources::pod_resource, cx);
    let sums = Sums::of(pod);
    let whole = match pod.form {
        PodOwner::Bare => {
            // The requests of the containers come before the limit.
            let asked =
                |name: &str| matches!(name, "cpu" | "memory") && sums.requests.contains_key(name);
            let becomes_request = |name: &str| resources::is_for_pods(name) && !asked(name);
            resources::limits_as_requests(resources, mark, becomes_request, cx);
            defaulted(resources, &sums, cx)
        }
        PodOwner::Template => PodLevelResources::written(resources),
    };
    below_the_sum(resources, &sums, &whole, cx);
    limits_of_containers(pod, resources, &whole, cx);
}

type ResourceAmounts<'a> = IndexMap<&'a str, Quantity>;

/// The amounts of the pod itself.
struct PodLevelResources<'a> {
    requests: ResourceAmounts<'a>,
    limits: ResourceAmounts<'a>,
}

impl<'a> PodLevelResources<'a> {
    fn written(resources: Place<'a>) -> PodLevelResources<'a> {
        PodLevelResources {
            requests: amounts(resources.get("requests")),
            limits: amounts(resources.get("limits")),
        }
    }
}

fn amounts<'a>(list: Place<'a>) -> ResourceAmounts<'a> {
    list.entries().filter_map(|(name, place)| Some((name, amount(place)?))).collect()
}

/// In a Pod itself, defaults of the whole follow from its containers: huge pages from
/// their limits, requests from their requests and then from the limits of the whole.
fn defaulted<'a>(
    resources: Place<'a>,
    sums: &Sums<'a>,
    cx: &mut Checker<'a>,
) -> PodLevelResources<'a> {
    let mut whole = PodLevelResources::written(resources);
    if resources.get("limits").is_empty() && resources.get("requests").is_empty() {
        return whole;
    }
    let (of_requests, of_limits) = (resources.get("requests"), resources.get("limits"));
    for (name, sum) in sums.limits.iter().filter(|(name, _)| name.starts_with(HUGE_PAGES)) {
        if !of_requests.get(name).is_present() && !of_limits.get(name).is_present() {
            whole.limits.insert(name, sum.clone());
            whole_pages(of_limits, name, sum, cx);
            whole_pages(of_requests, name, sum, cx);
        }
    }
    if whole.limits.is_empty() {
        return whole;
    }
    for name in ["cpu", "memory"] {
        if let Some(sum) = sums.requests.get(name)
            && !of_requests.get(name).is_present()
        {
            whole.requests.insert(name, sum.clone());
            if let Some(most) = whole.limits.get(name).filter(|most| sum > most) {
                let message = text!(
                    "{} requests of the containers ({}) exceed the Pod's limit ({})",
                    text::name(name),
                    sum.to_string(),
                    most.to_string()
                );
                cx.invalid(code::POD_LEVEL_RESOURCES_CONFLICT, of_limits.get(name), message)
                    .path(of_requests.path())
                    .help("raise the limit of the Pod");
            }
        }
    }
    for (name, limit) in &whole.limits {
        whole.requests.entry(*name).or_insert_with(|| limit.clone());
    }
    whole
}

fn whole_pages<'a>(list: Place<'a>, name: &str, sum: &Quantity, cx: &mut Checker<'a>) {
    if name.strip_prefix(HUGE_PAGES).is_some_and(|size| !fills_pages(size, sum)) {
        let message = text!(
            "limits of the containers ({}) are not a multiple of the page size of `{}`",
            sum.to_string(),
            text::name(name)
        );
        cx.invalid(code::POD_LEVEL_RESOURCES_CONFLICT, list, message)
            .path(format!("{}[{name}]", list.path()));
    }
}

/// What the containers have together must fit into what the pod has.
fn below_the_sum<'a>(
    resources: Place<'a>,
    sums: &Sums<'a>,
    whole: &PodLevelResources<'a>,
    cx: &mut Checker<'a>,
) {
    for (list, sums, own) in
        [("requests", &sums.requests, &whole.requests), ("limits", &sums.limits, &whole.limits)]
    {
        for (name, sum) in sums {
            let counts = list == "requests" || name.starts_with(HUGE_PAGES);
            if let Some(own) = own.get(name)
                && counts
                && sum > own
            {
                let message = text!(
                    "{} {} of the containers ({}) exceed the Pod's own ({})",
                    text::name(name),
                    text::name(list),
                    sum.to_string(),
                    own.to_string()
                );
                let list = resources.get(list);
                let place = if list.get(name).is_present() { list.get(name) } else { list };
                cx.invalid(code::POD_LEVEL_RESOURCES_CONFLICT, place, message)
                    .path(format!("{}[{name}]", list.path()))
                    .help("raise the amount for the Pod");
            }
        }
    }
}

fn limits_of_containers<'a>(
    pod: &PodContext<'a>,
    resources: Place<'a>,
    whole: &PodLevelResources<'a>,
    cx: &mut Checker<'a>,
) {
    for (index, container) in pod.spec.get("containers").items().enumerate() {
        for (name, place) in container.get("resources").get("limits").entries() {
            if let (Some(own), Some(most)) = (amount(place), whole.limits.get(name))
                && own > *most
            {
                let path = format!("{}.containers[{index}][{name}].limits", resources.path());
                let message = text!(
                    "{} limit ({}) exceeds the Pod's limit ({})",
                    text::key(name),
                    own.to_string(),
                    most.to_string()
                );
                cx.invalid(code::POD_LEVEL_RESOURCES_CONFLICT, place, message)
                    .path(path)
                    .related(resources.get("limits").get(name), "limit of the Pod");
            }
        }
    }
}

/// What all containers have together: main ones and sidecars at once, or the largest init
/// container with the sidecars before it (`AggregateContainerRequests`, `…Limits`).
struct Sums<'a> {
    requests: ResourceAmounts<'a>,
    limits: ResourceAmounts<'a>,
}

impl<'a> Sums<'a> {
    fn of(pod: &PodContext<'a>) -> Sums<'a> {
        Sums { requests: sum(pod, requests_of), limits: sum(pod, limits_of) }
    }
}

fn sum<'a>(
    pod: &PodContext<'a>,
    of: fn(Place<'a>, &PodContext<'a>) -> ResourceAmounts<'a>,
) -> ResourceAmounts<'a> {
    let mut running = ResourceAmounts::new();
    let mut starting = ResourceAmounts::new();
    let mut sidecars = ResourceAmounts::new();
    for container in pod.spec.get("containers").items() {
        add(&mut running, &of(container, pod));
    }
    for container in pod.spec.get("initContainers").items() {
        let mut asked = of(container, pod);
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

fn limits_of<'a>(container: Place<'a>, _: &PodContext<'a>) -> ResourceAmounts<'a> {
    amounts(container.get("resources").get("limits"))
}

fn requests_of<'a>(container: Place<'a>, pod: &PodContext<'a>) -> ResourceAmounts<'a> {
    let mut asked = amounts(container.get("resources").get("requests"));
    // In a Pod itself a limit without a request becomes the request.
    if pod.form == PodOwner::Bare {
        for (name, limit) in limits_of(container, pod) {
            asked.entry(name).or_insert(limit);
        }
    }
    asked
}

fn add<'a>(sum: &mut ResourceAmounts<'a>, other: &ResourceAmounts<'a>) {
    for (name, quantity) in other {
        let held = sum.entry(*name).or_insert_with(Quantity::zero);
        *held = held.plus(quantity);
    }
}

fn raise<'a>(most: &mut ResourceAmounts<'a>, other: &ResourceAmounts<'a>) {
    for (name, quantity) in other {
        let held = most.entry(*name).or_insert_with(Quantity::zero);
        if quantity > held {
            *held = quantity.clone();
        }
    }
}
