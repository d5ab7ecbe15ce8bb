//! An Ingress that is served without encryption.

use k8s_openapi::api::networking::v1::Ingress;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INGRESS_WITHOUT_TLS,
        name: "ingress-without-tls",
        title: "Ingress without TLS",
        aliases: &["polaris:tlsSettingsMissing", "kubescape:C-0263", "gatekeeper:K8sHttpsOnly"],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("ingress_without_tls.md"),
    },
    check: &Objects::<Ingress>(check),
};

/// Annotations, or what they begin with, by which something else ends TLS.
const ENDS_TLS: [&str; 9] = [
    "alb.ingress.kubernetes.io/certificate-arn",
    "alb.ingress.kubernetes.io/listen-ports",
    "alb.ingress.kubernetes.io/ssl-",
    "cloud.google.com/",
    "ingress.gcp.kubernetes.io/pre-shared-cert",
    "networking.gke.io/managed-certificates",
    "networking.gke.io/v1beta1.FrontendConfig",
    "traefik.ingress.kubernetes.io/router.tls",
    "traefik.ingress.kubernetes.io/router.entrypoints",
];

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    let place = ingress.field("spec").get("tls");
    let annotations = ingress.field("metadata").get("annotations");
    let is_ended =
        |(key, _): (&str, Place<'_>)| ENDS_TLS.iter().any(|known| key.starts_with(known));
    // Such controllers make TLS for each host by themselves.
    let class = ingress.field("spec").get("ingressClassName").str();
    let has_own = ["tailscale", "cloudflare-tunnel", "ngrok"].contains(&class);
    if place.is_empty() && !has_own && !annotations.entries().any(is_ended) {
        cx.report(place, "the Ingress is served without TLS")
            .help("add `tls` with the hosts and a Secret with a certificate");
    }
}
