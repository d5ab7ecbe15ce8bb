//! A Service that receives traffic for addresses of its choice.

use k8s_openapi::api::core::v1::Service;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICE_EXTERNAL_IPS,
        name: "service-external-ips",
        title: "External IPs of a Service",
        aliases: &[
            "trivy:KSV108",
            "k8s-warn:external-ips-deprecated",
            "kyverno:restrict-external-ips",
            "gatekeeper:K8sExternalIPs",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("service_external_ips.md"),
    },
    check: &Objects::<Service>(check),
};

/// Where a server prints a warning, that is the finding.
fn check<'a>(service: At<'a, Service>, cx: &mut Context<'a>) {
    let place = service.field("spec").get("externalIPs");
    let is_ignored = service.is_headless() || service.kind() == "ExternalName";
    if place.count() > 0 && !is_ignored && !cx.version.since(36) {
        cx.report(place, "nodes send traffic for these addresses to this Service")
            .help("use a Service of type LoadBalancer, or a Gateway");
    }
}
