//! Two Services of one namespace with the same selector, ports and type.

use k8s_openapi::api::core::v1::Service;

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV3108",
    name: "services-overlap",
    aliases: &[],
    severity: Severity::Info,
    set: Set::ClosedWorld,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("services_overlap.md"),
    check: &Objects::<Service>(check),
};

/// So many twins are looked for one in sight.
const FEW: usize = 100;

fn check<'a>(service: At<'a, Service>, cx: &mut Context<'a>) {
    let Some(spec) = service.spec().filter(|_| service.selector().is_some()) else { return };
    let object = service.object();
    let same = |other: &&'a Object| {
        let Some(twin) = other.get::<Service>() else { return false };
        twin.value().spec.as_ref().is_some_and(|theirs| {
            theirs.selector == spec.selector
                && theirs.ports == spec.ports
                && is_alike(service, twin)
        })
    };
    let earlier = cx.workspace.of_kind("Service").take_while(|other| other.id != object.id);
    let twins: Vec<&Object> =
        earlier.filter(|other| other.name != object.name).filter(same).take(FEW).collect();
    let Some(twin) = cx.workspace.seen_from(object, &twins, |o| o).first().copied() else { return };
    cx.report(spec.field("selector"), format!("same selector, ports and type as {}", twin.title()))
        .related(twin.place().at(&["metadata", "name"]), "the other Service")
        .help("two names for the same endpoints: keep one, unless clients need both names");
}

/// Whether two Services are reached alike: same type, headless or not, same traffic policies.
fn is_alike(a: At<'_, Service>, b: At<'_, Service>) -> bool {
    let policies = |service: At<'_, Service>| {
        let spec = service.value().spec.as_ref();
        spec.map(|s| (s.external_traffic_policy.clone(), s.internal_traffic_policy.clone()))
    };
    a.kind() == b.kind() && a.is_headless() == b.is_headless() && policies(a) == policies(b)
}
