//! Endpoints whose ports the Service does not have.

use k8s_openapi::api::core::v1::Service;
use std::collections::BTreeSet;

use super::endpoints::{ENDPOINTS, port_lists, service_name};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ENDPOINTS_PORT_MISMATCH,
        name: "endpoints-port-mismatch",
        title: "Endpoint ports that the Service lacks",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("endpoints_port_mismatch.md"),
    },
    check: &Kinds(ENDPOINTS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(named) = service_name(object).filter(|_| !object.is_live()) else { return };
    let services = cx.workspace.services_named(object, named.str());
    let is_plain = |service: &At<'a, Service>| {
        let kind = service.kind();
        service.selector().is_none() && !service.is_headless() && kind != "ExternalName"
    };
    let Some(service) = services.first().filter(|_| services.iter().all(is_plain)) else { return };
    let of = |service: &At<'a, Service>| {
        service.ports().map(|port| port.name.clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    let asked: BTreeSet<String> = services.iter().flat_map(of).collect();
    for ports in port_lists(object) {
        let mut names = ports.items().map(|port| port.get("name").str());
        // Proxies match ports by their names only.
        if ports.is_empty() || asked.is_empty() || names.any(|name| asked.contains(name)) {
            continue;
        }
        let title = name(service.object().title());
        let listed = name(few(&asked, |name| match name.as_str() {
            "" => "one without a name".to_owned(),
            name => format!("`{name}`"),
        }));
        cx.report(ports, text!("{} has no port with one of these names", title))
            .related(service.place().at(&["spec", "ports"]), text!("its ports: {}", listed))
            .help("use the same `name` here and in the Service, or none in both");
    }
}
