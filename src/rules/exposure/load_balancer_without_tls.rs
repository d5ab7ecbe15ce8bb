//! A load balancer that nothing tells to use TLS.

use k8s_openapi::api::core::v1::{Service, ServicePort};

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::LOAD_BALANCER_WITHOUT_TLS,
        name: "load-balancer-without-tls",
        title: "Load balancer without TLS",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("load_balancer_without_tls.md"),
    },
    check: &Objects::<Service>(check),
};

/// What names or protocols of ports with TLS contain.
const TLS_WORDS: [&str; 3] = ["https", "tls", "ssl"];

/// What annotations about TLS of a load balancer contain: of AWS, Azure, DigitalOcean, Linode,
/// Oracle and others.
const TLS_SETTINGS: [&str; 4] = ["ssl", "tls", "certificate", "https"];

fn check<'a>(service: At<'a, Service>, cx: &mut Context<'a>) {
    if service.kind() != "LoadBalancer" {
        return;
    }
    let annotations = service.place().at(&["metadata", "annotations"]);
    let mut keys = annotations.entries().map(|(key, _)| key);
    let is_set = keys.any(|key| TLS_SETTINGS.iter().any(|word| key.contains(word)));
    // Next to a port with TLS, one without it sends clients there.
    let is_set = is_set || service.ports().any(speaks_tls);
    if !is_set && let Some(port) = service.ports().find(|port| port.protocol() == "TCP") {
        let number = name(port.port);
        cx.report(
            port.field("port"),
            text!("port {} is reachable from outside without TLS", number),
        )
        .help("set the annotation with which your provider adds a certificate");
    }
}

fn speaks_tls(port: At<'_, ServicePort>) -> bool {
    let words = [port.name.as_deref(), port.app_protocol.as_deref()];
    let named = |word: &str| TLS_WORDS.iter().any(|known| word.contains(known));
    matches!(port.port, 443 | 6443 | 8443) || words.into_iter().flatten().any(named)
}
