//! A container or pod that is outside of the limits of its namespace.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::LIMIT_RANGE_VIOLATION,
        name: "limit-range-violation",
        title: "LimitRange violation",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("limit_range_violation.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let ranges = cx.workspace.ruling("LimitRange", pod.object());
    let items: Vec<Place<'a>> =
        ranges.iter().flat_map(|range| range.field("spec").get("limits").items()).collect();
    for item in &items {
        match item.get("type").str() {
            "Container" => {
                for container in pod.containers() {
                    check_container(container, *item, &items, cx);
                }
            }
            "Pod" if !pod.has_own_resources() => check_pod(pod, *item, &items, cx),
            _ => {}
        }
    }
}

const BOUNDS: [(&str, &str, std::cmp::Ordering); 2] = [
    ("min", "is below the minimum", std::cmp::Ordering::Less),
    ("max", "exceeds the maximum", std::cmp::Ordering::Greater),
];

fn check_container<'a>(
    container: InPod<'a>,
    item: Place<'a>,
    items: &[Place<'a>],
    cx: &mut Context<'a>,
) {
    for (list, breach, order) in BOUNDS {
        for (resource, bound) in item.get(list).entries() {
            let Some(bounded) = amount(bound) else { continue };
            let breaks = |side: ResourceField| {
                let asked = container.asks_under(items, side, resource)?;
                (asked.cmp(&bounded) == order).then_some((side, asked))
            };
            let Some((side, asked)) =
                breaks(ResourceField::Limits).or_else(|| breaks(ResourceField::Requests))
            else {
                continue;
            };
            let asked = text!("{} {} {}", name(resource), name(side.noun()), asked.to_string());
            let message = text!("{} {} of {}", asked, name(breach), bounded.to_string());
            report(container.resource(side, resource), message, bound, cx);
        }
    }
    for (resource, bound) in item.get("maxLimitRequestRatio").entries() {
        let ask = |side| container.asks_under(items, side, resource);
        let (Some(ratio), Some(limit), Some(request)) =
            (amount(bound), ask(ResourceField::Limits), ask(ResourceField::Requests))
        else {
            continue;
        };
        if limit.milli().saturating_mul(1000) > ratio.milli().saturating_mul(request.milli()) {
            let message = text!(
                "{} limit {} is more than {} times the request of {}",
                name(resource),
                limit.to_string(),
                ratio.to_string(),
                request.to_string()
            );
            report(container.resource(ResourceField::Limits, resource), message, bound, cx);
        }
    }
}

fn check_pod<'a>(pod: PodTemplate<'a>, item: Place<'a>, items: &[Place<'a>], cx: &mut Context<'a>) {
    for (resource, bound) in item.get("max").entries() {
        let Some(most) = amount(bound) else { continue };
        for side in [ResourceField::Limits, ResourceField::Requests] {
            if let Some(asked) = pod.asks(items, side, resource).filter(|asked| *asked > most) {
                let message = text!(
                    "total {} {} of {} exceed the maximum of {} for a Pod",
                    name(resource),
                    name(side.field()),
                    asked.to_string(),
                    most.to_string()
                );
                report(pod.spec.field("containers"), message, bound, cx);
                break;
            }
        }
    }
}

fn report<'a>(place: Place<'a>, message: Text, bound: Place<'a>, cx: &mut Context<'a>) {
    cx.report(place, message)
        .related(bound, text!("set by {}", name(bound.object().title())))
        .help("stay within the LimitRange, otherwise no Pods are created (FailedCreate)");
}
