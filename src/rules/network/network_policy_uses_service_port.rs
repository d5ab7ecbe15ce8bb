//! A policy that allows the port of a Service instead of the port of the pods.

use k8s_openapi::api::{
    core::v1::{Service, ServicePort},
    networking::v1::NetworkPolicy,
};

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NETWORK_POLICY_USES_SERVICE_PORT,
        name: "network-policy-uses-service-port",
        title: "Service port in a NetworkPolicy",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("network_policy_uses_service_port.md"),
    },
    check: &Objects::<NetworkPolicy>(check),
};

fn check<'a>(policy: At<'a, NetworkPolicy>, cx: &mut Context<'a>) {
    let Some(selector) = policy.pod_selector().filter(|selector| !selector.is_empty()) else {
        return;
    };
    let pods = cx.workspace.pods_selected(policy.object(), &selector);
    if pods.is_empty() || !pods.iter().all(|pod| pod.ports_are_known()) {
        return;
    }
    for port in policy.ingress_ports() {
        let place = port.field("port");
        let Some(number) = place.int().and_then(|number| i32::try_from(number).ok()) else {
            continue;
        };
        let serves = |pod: &PodTemplate<'a>| pod.ports().any(|p| p.is(TargetPort::Number(number)));
        if port.end_port.is_some() || pods.iter().any(serves) {
            continue;
        }
        let Some(front) = service_port(number, policy.object(), &pods, cx) else { continue };
        let behind = match front.target() {
            TargetPort::Number(number) => number.to_string(),
            TargetPort::Name(named) => scalar(named),
        };
        let title = front.object().title();
        let (number, port) = (name(number), name(&behind));
        cx.report(place, text!("{} is the port of {}, not of its Pods", number, name(&title)))
            .related(front.field("port"), {
                text!("{} forwards {} to {}", name(title), number, port)
            })
            .help(text!("write `{}`, because policies apply to the ports of Pods", port))
            .fix(Safety::Unsafe, text!("write `{}`", port), place.set(&behind));
    }
}

/// A port with this number of a Service that forwards to all these pods with a different number.
fn service_port<'a>(
    number: i32,
    from: &Object,
    pods: &[PodTemplate<'a>],
    cx: &Context<'a>,
) -> Option<At<'a, ServicePort>> {
    let (first, others) = pods.split_first()?;
    let leads = |service: &Object| {
        let selector = service.pod_selector();
        selector.is_some_and(|s| others.iter().all(|pod| s.matches(pod.labels())))
    };
    let seen = cx.workspace.selecting_in_sight(from, "Service", *first, &leads);
    let mut ports =
        seen.into_iter().filter_map(Object::get::<Service>).flat_map(At::<Service>::ports);
    ports.find(|port| port.port == number && port.target() != TargetPort::Number(number))
}
