//! Amounts of CPU, memory and storage.

use std::collections::BTreeSet;

use super::prelude::*;

mod cpu_request_not_limit;
mod disk_empty_dir_unlimited;
mod ephemeral_storage_request_not_limit;
mod fractional_bytes;
mod limit_request_ratio;
mod memory_empty_dir_unlimited;
mod memory_request_not_limit;
mod namespace_without_limit_range;
mod namespace_without_quota;
mod no_cpu_limit;
mod no_cpu_request;
mod no_ephemeral_storage_limit;
mod no_memory_limit;
mod no_memory_request;
mod suspicious_cpu_amount;
mod suspicious_memory_amount;
mod suspicious_storage_amount;

pub(super) static RULES: &[&CheckedRule] = &[
    &no_cpu_request::RULE,
    &no_memory_request::RULE,
    &no_cpu_limit::RULE,
    &no_memory_limit::RULE,
    &cpu_request_not_limit::RULE,
    &memory_request_not_limit::RULE,
    &no_ephemeral_storage_limit::RULE,
    &ephemeral_storage_request_not_limit::RULE,
    &fractional_bytes::RULE,
    &suspicious_memory_amount::RULE,
    &suspicious_cpu_amount::RULE,
    &suspicious_storage_amount::RULE,
    &memory_empty_dir_unlimited::RULE,
    &namespace_without_limit_range::RULE,
    &namespace_without_quota::RULE,
    &limit_request_ratio::RULE,
    &disk_empty_dir_unlimited::RULE,
];

const MB: i128 = 1_000_000;
const TIB: i128 = 1 << 40;

/// What is filled in where a container says nothing.
fn default_items<'a>(pod: PodTemplate<'a>, cx: &Context<'a>) -> Vec<Place<'a>> {
    let ranges = cx.workspace.ruling("LimitRange", pod.object());
    ranges.iter().flat_map(|range| range.field("spec").get("limits").items()).collect()
}

/// Reports a container without an amount, unless a LimitRange fills it in or the pod as a whole has
/// it. `effect` is what follows, a clause.
fn report_missing<'a>(
    container: InPod<'a>,
    side: ResourceField,
    resource: &'static str,
    effect: &'static str,
    cx: &mut Context<'a>,
) {
    let own = container.pod.spec.field("resources");
    let of_pod = ["limits", side.field()].iter().any(|list| own.get(list).get(resource).is_set());
    let place = container.field("resources");
    if of_pod || !place.is_whole() || container.asks(side, resource).is_some() {
        return;
    }
    let items = default_items(container.pod, cx);
    if container.asks_under(&items, side, resource).is_some() {
        return;
    }
    let (what, field) = (text!("{} {}", name(shown(resource)), name(side.noun())), side.field());
    cx.report(container.field("name"), {
        text!("container `{}` has no {}", name(&container.name), what)
    })
    .help(text!("set `resources.{}.{}`; {}", name(field), name(resource), name(effect)));
}

/// The request and the limit of a container, each with its place, where both are written.
fn written_amounts<'a>(
    container: InPod<'a>,
    resource: &'static str,
) -> Option<[(Place<'a>, Quantity); 2]> {
    let [request, limit] = [ResourceField::Requests, ResourceField::Limits]
        .map(|side| container.resource(side, resource));
    Some([(request, amount(request)?), (limit, amount(limit)?)])
}

/// Reports a request that is not the limit, where both are written.
fn report_difference<'a>(container: InPod<'a>, resource: &'static str, cx: &mut Context<'a>) {
    let Some([(request, asked), (limit, most)]) = written_amounts(container, resource) else {
        return;
    };
    if asked != most {
        let (resource, most) = (name(shown(resource)), most.to_string());
        cx.report(request, text!("{} request `{}` is not the limit", resource, asked.to_string()))
            .related(limit, text!("the limit is `{}`", most))
            .help(text!("set the request to `{}`", most));
    }
}

/// A resource as people write it in a sentence.
fn shown(resource: &'static str) -> &'static str {
    match resource {
        "cpu" => "CPU",
        "ephemeral-storage" => "ephemeral storage",
        other => other,
    }
}

/// The amounts of a resource that containers and the pod as a whole ask for, as written.
fn amounts_of<'a>(
    pod: PodTemplate<'a>,
    resource: &'static str,
) -> Vec<(ResourceField, Place<'a>, Quantity)> {
    let own = pod.spec.field("resources");
    let holders = pod.containers().map(|c| c.field("resources")).chain([own]);
    let sides = [ResourceField::Requests, ResourceField::Limits];
    holders
        .filter(|holder| holder.is_set())
        .flat_map(|holder| sides.map(|side| (side, holder.get(side.field()).get(resource))))
        .filter_map(|(side, place)| Some((side, place, amount(place)?)))
        .collect()
}

/// The number, where an amount is written without a unit.
fn bare_number(place: Place<'_>) -> Option<String> {
    let number = place.int().map(|number| number.to_string());
    number
        .or_else(|| place.text().map(str::to_owned))
        .filter(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Reports an amount of few bytes; `unit` is the usual one.
fn report_too_small<'a>(place: Place<'a>, what: &Text, unit: &'static str, cx: &mut Context<'a>) {
    let Some(asked) = amount(place) else { return };
    let finding = cx.report(place, text!("{} `{}` is less than 1 MB", what, asked.to_string()));
    match bare_number(place) {
        Some(number) => {
            let meant = format!("{number}{unit}");
            let help = text!("did you mean `{}`? a number without a unit counts bytes", meant);
            finding.help(help);
            finding.fix(Safety::Unsafe, text!("write `{}`", meant), place.set(&meant));
        }
        None => {
            finding.help("check the unit: `Mi` is mebibytes, `Gi` gibibytes");
        }
    }
}

/// Reports every Namespace for which the run has no object of a kind. `lack` is what follows.
fn report_unruled<'a>(kind: &'static str, lack: &'static str, cx: &mut Context<'a>) {
    let ruled: BTreeSet<Option<&str>> =
        cx.workspace.of_kind(kind).map(|object| object.namespace.as_deref()).collect();
    // One without a namespace may be for any.
    if ruled.contains(&None) {
        return;
    }
    let workspace = cx.workspace;
    for object in workspace.of_kind("Namespace").filter(|object| object.is_whole()) {
        if !ruled.contains(&Some(object.name.as_str())) {
            let message = text!("{} has no {}", name(object.title()), name(kind));
            cx.report(object.place().at(&["metadata", "name"]), message).help(text!(
                "add a {}; without it, {}",
                name(kind),
                name(lack)
            ));
        }
    }
}
