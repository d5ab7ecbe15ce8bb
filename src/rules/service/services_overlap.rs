//! Two Services of one namespace with the same selector, ports and type.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::Service;

use crate::{model::labels::Labels, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICES_OVERLAP,
        name: "services-overlap",
        title: "Overlapping Services",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::ClosedWorld,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("services_overlap.md"),
    },
    check: &WholeRun(check),
};

/// How many duplicates are considered.
const FEW: usize = 100;

fn check<'a>(cx: &mut Context<'a>) {
    let mut by_selector: BTreeMap<&'a Labels, Vec<At<'a, Service>>> = BTreeMap::new();
    for service in cx.workspace.of_kind("Service").filter_map(Object::get::<Service>) {
        let selector = service.value().spec.as_ref().and_then(|spec| spec.selector.as_ref());
        let Some(selector) = selector.filter(|selector| !selector.is_empty()) else { continue };
        let earlier = by_selector.entry(selector).or_default();
        if cx.applies_to(service.object()) {
            compare(service, earlier, cx);
        }
        earlier.push(service);
    }
}

/// Compares a Service with earlier ones of the same selector.
fn compare<'a>(service: At<'a, Service>, earlier: &[At<'a, Service>], cx: &mut Context<'a>) {
    let object = service.object();
    let ports = |service: At<'a, Service>| service.value().spec.as_ref().map(|spec| &spec.ports);
    let twins: Vec<&Object> = earlier
        .iter()
        .filter(|other| other.object().name != object.name)
        .filter(|other| ports(**other) == ports(service) && is_alike(service, **other))
        .map(|other| other.object())
        .take(FEW)
        .collect();
    let Some(twin) = cx.workspace.seen_from(object, &twins, |o| o).first().copied() else { return };
    let place = service.place().at(&["spec", "selector"]);
    cx.report(place, text!("same selector, ports and type as {}", name(twin.title())))
        .related(twin.place().at(&["metadata", "name"]), "the other Service")
        .help("remove one of them, unless clients need both names");
}

/// Whether two Services are reached in the same way (type, headless or not, traffic policies).
fn is_alike(a: At<'_, Service>, b: At<'_, Service>) -> bool {
    let policies = |service: At<'_, Service>| {
        let spec = service.value().spec.as_ref();
        spec.map(|s| (s.external_traffic_policy.clone(), s.internal_traffic_policy.clone()))
    };
    a.kind() == b.kind() && a.is_headless() == b.is_headless() && policies(a) == policies(b)
}
