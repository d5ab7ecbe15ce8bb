//! An Ingress backend whose Service name has a typo.

use k8s_openapi::api::networking::v1::Ingress;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INGRESS_SERVICE_MISSING,
        name: "ingress-service-missing",
        title: "Ingress backend Service not found",
        aliases: &[
            "kube-linter:dangling-ingress",
            "kube-score:ingress-targets-service",
            "popeye:1401",
            "kubescape:C-0298",
            "kubevious:ingress-service-ref",
            "kubevious:ingress-ext-service-ref",
            "monokle:LNK001",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("ingress_service_missing.md"),
    },
    check: &Objects::<Ingress>(check),
};

fn check<'a>(ingress: At<'a, Ingress>, cx: &mut Context<'a>) {
    let effect = "without the Service, requests for this path fail with 503 or 404";
    let services = ingress.object().references_to(&["Service"]);
    names::report_unknown(services, UnknownName { severity: Severity::Warning, effect }, cx);
}
