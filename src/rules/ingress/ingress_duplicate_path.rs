//! A path of a host that two Ingress rules send to different Services.

use std::collections::BTreeMap;

use super::class_of;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INGRESS_DUPLICATE_PATH,
        name: "ingress-duplicate-path",
        title: "Duplicate Ingress path",
        aliases: &["kubevious:ingress-unique-route-rules"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("ingress_duplicate_path.md"),
    },
    check: &WholeRun(check),
};

/// What makes two rules with the same path differ.
const DISTINGUISHING: [&str; 7] =
    ["canary", "entrypoint", "match", "method", "header", "weight", "conditions"];

/// A path of a rule, with what answers it.
#[derive(Clone, Copy)]
struct Route<'a> {
    place: Place<'a>,
    backend: Place<'a>,
}

/// By unit: loose files may be alternatives of each other.
fn check<'a>(cx: &mut Context<'a>) {
    let mut first: BTreeMap<_, Route<'a>> = BTreeMap::new();
    let workspace = cx.workspace;
    for object in workspace.of_kind("Ingress").filter(|object| object.is_whole()) {
        let class = class_of(object);
        for (host, path) in routes(object) {
            let route = Route { place: path.get("path"), backend: path.get("backend") };
            let key = (object.source, class, host, route.place.str(), path.get("pathType").str());
            let earlier = *first.entry(key).or_insert(route);
            if is_conflict(earlier, route) {
                report(earlier, route, host, cx);
            }
        }
    }
}

fn routes(object: &Object) -> impl Iterator<Item = (&str, Place<'_>)> {
    object.field("spec").get("rules").items().flat_map(|rule| {
        let host = rule.get("host").str();
        rule.at(&["http", "paths"]).items().map(move |path| (host, path))
    })
}

fn is_conflict(earlier: Route<'_>, route: Route<'_>) -> bool {
    let (one, other) = (earlier.backend, route.backend);
    let target = |backend: Place<'_>| {
        let service = backend.get("service");
        let port = service.get("port");
        let (name, number) = (service.get("name").str().to_owned(), port.get("number").int());
        (name, number, port.get("name").str().to_owned())
    };
    let named = |backend: Place<'_>| backend.get("service").get("name").is_set();
    named(one)
        && named(other)
        && target(one) != target(other)
        && !differ(one.object(), other.object())
}

/// Whether annotations of one of two Ingresses may send only some of the requests to it.
fn differ(one: &Object, other: &Object) -> bool {
    let select = |object: &Object| {
        let annotations = object.field("metadata").get("annotations").entries();
        let mut keys = annotations.map(|(key, _)| key.to_lowercase());
        keys.any(|key| DISTINGUISHING.iter().any(|word| key.contains(word)))
    };
    select(one) || select(other)
}

fn report<'a>(earlier: Route<'a>, route: Route<'a>, host: &str, cx: &mut Context<'a>) {
    let first = name(earlier.backend.get("service").get("name").str());
    let path = Some(route.place.str()).filter(|path| !path.is_empty());
    let shown = format!("{host}{}", path.unwrap_or("/"));
    let message = text!("path `{}` is already sent to Service `{}`", name(shown), first);
    cx.report(route.place, message)
        .related(earlier.place, "first used here")
        .help("use another path or host, otherwise one of the two Services gets no requests");
}
