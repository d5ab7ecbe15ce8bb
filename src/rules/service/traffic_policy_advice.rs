//! An external traffic policy whose drawbacks may not be known.

use k8s_openapi::api::core::v1::Service;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::TRAFFIC_POLICY_ADVICE,
        name: "traffic-policy-advice",
        title: "Questionable external traffic policy",
        aliases: &["popeye:1107", "popeye:1108"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("traffic_policy_advice.md"),
    },
    check: &Objects::<Service>(check),
};

fn check<'a>(service: At<'a, Service>, cx: &mut Context<'a>) {
    let place = service.place().at(&["spec", "externalTrafficPolicy"]);
    match (service.kind(), place.str()) {
        ("LoadBalancer", "" | "Cluster") => {
            cx.report(place, "Pods see the address of a node instead of that of the client")
                .help("set `externalTrafficPolicy: Local` if the address of the client is needed");
        }
        ("NodePort", "Local") => {
            cx.report(place, "nodes without a Pod of the Service drop connections")
                .help("use `Cluster`, or connect only to nodes with a Pod");
        }
        _ => {}
    }
}
