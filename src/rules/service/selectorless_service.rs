//! A Service that has neither a selector nor endpoints.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::Service;

use super::endpoints::service_name;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SELECTORLESS_SERVICE,
        name: "selectorless-service",
        title: "Service without selector and endpoints",
        aliases: &["popeye:1105"],
        severity: Severity::Info,
        preset: Preset::ClosedWorld,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("selectorless_service.md"),
    },
    check: &WholeRun(check),
};

fn check<'a>(cx: &mut Context<'a>) {
    let workspace = cx.workspace;
    let mut endpoints: BTreeMap<&'a str, Vec<&'a Object>> = BTreeMap::new();
    for kind in ["Endpoints", "EndpointSlice"] {
        for object in workspace.of_kind(kind) {
            if let Some(named) = service_name(object) {
                endpoints.entry(named.str()).or_default().push(object);
            }
        }
    }
    for object in workspace.of_kind("Service").filter(|object| object.is_whole()) {
        let Some(service) = object.get::<Service>() else { continue };
        let own = endpoints.get(object.name.as_str()).map_or(&[][..], Vec::as_slice);
        let is_filled = service.selector().is_some()
            || service.kind() == "ExternalName"
            || object.name == "kubernetes"
            || own.iter().any(|other| other.shares_namespace(object));
        if !is_filled && workspace.mentions(&object.name) == 0 {
            let spec = service.place().get("spec");
            cx.report(spec, "the Service has neither a selector nor endpoints")
                .help("add a selector, or an EndpointSlice with the addresses");
        }
    }
}
