//! One port number for two protocols, of which `kubectl apply` may lose one.

use k8s_openapi::api::core::v1::{Service, ServicePort};
use std::collections::BTreeMap;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICE_PORT_TWO_PROTOCOLS,
        name: "service-port-two-protocols",
        title: "Service port with two protocols",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("service_port_two_protocols.md"),
    },
    check: &Objects::<Service>(check),
};

fn check<'a>(service: At<'a, Service>, cx: &mut Context<'a>) {
    if service.object().is_live() {
        return;
    }
    let mut first: BTreeMap<i32, At<'a, ServicePort>> = BTreeMap::new();
    let known = |port: &At<'a, ServicePort>| matches!(port.protocol(), "TCP" | "UDP" | "SCTP");
    for port in service.ports().filter(known) {
        let earlier = *first.entry(port.port).or_insert(port);
        if earlier.protocol() != port.protocol() {
            let (number, one, other) = (port.port, earlier.protocol(), port.protocol());
            cx.report(port.field("port"), {
                let (one, other) = (name(one), name(other));
                text!("port {} is used for {} and {}", name(number), one, other)
            })
            .related(earlier.field("port"), "first used here")
            .help("change it with `kubectl apply --server-side`, or use two Services");
        }
    }
}
