//! A Service that can be reached from outside the cluster.

use k8s_openapi::api::core::v1::Service;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::EXPOSED_SERVICE_TYPE,
        name: "exposed-service-type",
        title: "Service reachable from outside",
        aliases: &[
            "kube-linter:exposed-services",
            "kube-score:service-type",
            "monokle:KBP114",
            "popeye:1103",
            "popeye:1104",
            "datree:SERVICE_INCORRECT_TYPE_VALUE_NODEPORT",
            "kics:Service With External Load Balance",
            "kics:Service Type is NodePort",
            "kyverno:restrict-nodeport",
            "kyverno:no-loadbalancer-service",
            "gatekeeper:K8sBlockNodePort",
            "gatekeeper:K8sBlockLoadBalancer",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("exposed_service_type.md"),
    },
    check: &Objects::<Service>(check),
};

fn check<'a>(service: At<'a, Service>, cx: &mut Context<'a>) {
    if matches!(service.kind(), "NodePort" | "LoadBalancer") {
        let place = service.field("spec").get("type");
        let message = text!("type {} opens the Service to the outside", name(service.kind()));
        cx.report(place, message).help("use `ClusterIP`, with an Ingress or a Gateway");
    }
}
