//! A webhook with a port that its Service does not have.

use k8s_openapi::api::core::v1::Service;

use super::clients::{CALLERS, services_of};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::WEBHOOK_SERVICE_PORT_MISSING,
        name: "webhook-service-port-missing",
        title: "Webhook port not found",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("webhook_service_port_missing.md"),
    },
    check: &Kinds(CALLERS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    for client in services_of(object) {
        let (place, namespace) = (client.get("port"), client.get("namespace").str());
        let port = place.int().unwrap_or(443);
        let services: Vec<At<'a, Service>> =
            cx.workspace.services_named(object, client.get("name").str());
        let is_meant = |service: &At<'a, Service>| {
            service.object().namespace.as_deref().is_none_or(|own| own == namespace)
        };
        let lacks = |service: &At<'a, Service>| {
            let ports = service.place().at(&["spec", "ports"]);
            let has = service.ports().any(|own| i64::from(own.port) == port);
            !has && ports.is_whole() && !ports.is_empty()
        };
        let Some(service) =
            services.first().filter(|_| services.iter().all(|s| is_meant(s) && lacks(s)))
        else {
            continue;
        };
        let title = name(service.object().title());
        cx.report(place, text!("{} has no port {}", title, name(port)))
            .related(service.place().at(&["spec", "ports"]), "its ports")
            .help("set `port` to a port of the Service; without it, 443 is used");
    }
}
