//! A variable that the kubelet sets for a Service, where the container expects a number.

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::Service;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICE_LINK_COLLISION,
        name: "service-link-collision",
        title: "Variable of a Service instead of a port",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("service_link_collision.md"),
    },
    check: &Containers(check),
};

/// Images that end at once where a variable is set that a Service of the usual name makes, with
/// that variable.
const REFUSING: [(&str, &str); 3] = [
    ("confluentinc/cp-kafka", "KAFKA_PORT"),
    ("confluentinc/cp-kafka-rest", "KAFKA_REST_PORT"),
    ("confluentinc/cp-schema-registry", "SCHEMA_REGISTRY_PORT"),
];

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    // What ConfigMaps and Secrets set may be anything.
    let by_others = container.field("envFrom").count() > 0;
    if container.pod.spec.enable_service_links == Some(false) || by_others {
        return;
    }
    let expected = expected(container);
    if expected.is_empty() {
        return;
    }
    let own: BTreeSet<&str> = container.env().map(|env| env.value().name.as_str()).collect();
    for (place, variable) in expected.into_iter().filter(|(_, variable)| !own.contains(variable)) {
        let Some(start) = variable.strip_suffix("_PORT") else { continue };
        let service = start.to_lowercase().replace('_', "-");
        let Some(service) = cx.workspace.find(container.object(), "Service", &service) else {
            continue;
        };
        if !service.get::<Service>().is_some_and(has_address) {
            continue;
        }
        let (variable, link) = (name(variable), name(service.title()));
        cx.report(place, text!("`{}` is `tcp://…`: the kubelet sets it for {}", variable, link))
            .related(service.place().at(&["metadata", "name"]), "the Service")
            .help("set `enableServiceLinks: false`, or set the variable in `env`");
    }
}

/// The variables that the container reads as a port, or that must not be set.
fn expected<'a>(container: InPod<'a>) -> Vec<(Place<'a>, &'a str)> {
    let lists = ["command", "args"].into_iter().flat_map(|list| container.field(list).items());
    let values = container.field("env").items().map(|variable| variable.get("value"));
    let mut found: Vec<(Place<'a>, &'a str)> = lists
        .chain(values)
        .filter_map(|place| {
            let (_, rest) = place.str().split_once("$(")?;
            let (variable, _) = rest.split_once(')')?;
            // In a script it runs a command.
            (!place.str().contains([' ', '\n', ';'])).then_some((place, variable))
        })
        .collect();
    let image = container.field("image");
    let runs = |name: &str| {
        let tail = image.str().split_once(name).map(|(_, tail)| tail);
        tail.is_some_and(|tail| tail.is_empty() || tail.starts_with([':', '@']))
    };
    found.extend(REFUSING.iter().filter(|(name, _)| runs(name)).map(|(_, set)| (image, *set)));
    found
}

/// Whether the kubelet sets variables for a Service: those without an address have none.
fn has_address(service: At<'_, Service>) -> bool {
    service.kind() != "ExternalName" && !service.is_headless() && service.ports().next().is_some()
}
