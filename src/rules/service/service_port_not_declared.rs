//! A numeric target port where the pods declare just one other port.

use k8s_openapi::api::core::v1::Service;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICE_PORT_NOT_DECLARED,
        name: "service-port-not-declared",
        title: "Target port not declared by the Pods",
        aliases: &["popeye:1106", "kubevious:service-selector-ref"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("service_port_not_declared.md"),
    },
    check: &Objects::<Service>(check),
};

fn check<'a>(service: At<'a, Service>, cx: &mut Context<'a>) {
    let Some(selector) = service.selector() else { return };
    let mut ports = service.ports();
    let (Some(port), None) = (ports.next(), ports.next()) else { return };
    let TargetPort::Number(number) = port.target() else { return };
    let pods = cx.workspace.pods_selected(service.object(), &selector);
    let mut declared = pods.iter().flat_map(|pod| pod.ports());
    let Some(single) = declared.next() else { return };
    let others = declared.any(|port| port.container_port != single.container_port);
    let known = pods.iter().all(|pod| pod.ports_are_known());
    let apart = are_apart(port.name.as_deref(), single.name.as_deref());
    // Containers may serve ports that they do not declare: any mention of the number is enough.
    if others
        || apart
        || !known
        || single.container_port == number
        || is_mentioned(number, &pods, cx)
    {
        return;
    }
    let title = single.object().title();
    let listens = single.container_port;
    let place = port.field("targetPort");
    let place = if place.is_set() { place } else { port.field("port") };
    let edit = port.field("targetPort").set(&listens.to_string());
    let (number, listens) = (name(number), name(listens));
    cx.report(place, text!("target port {} is not declared by {}", number, name(title)))
        .related(single.field("containerPort"), "the only port of the selected Pods")
        .help(text!("did you mean `targetPort: {}`?", listens))
        .fix(Safety::Unsafe, text!("set `targetPort: {}`", listens), edit);
}

/// Whether the ports of a Service and of a container differ by their names, so that both may exist:
/// two different names, or one that does not belong to the application itself.
fn are_apart(service: Option<&str>, container: Option<&str>) -> bool {
    const ASIDE: [&str; 6] = ["metric", "prom", "health", "probe", "debug", "admin"];
    let aside = |name: &str| ASIDE.iter().any(|part| name.contains(part));
    match (service, container) {
        (Some(one), Some(other)) => one != other,
        (None, Some(name)) | (Some(name), None) => aside(name),
        (None, None) => false,
    }
}

/// Whether a number occurs in the text of the pods' objects or of a ConfigMap next to them.
fn is_mentioned(number: i32, pods: &[PodTemplate<'_>], cx: &Context<'_>) -> bool {
    let dir = |object: &Object| cx.workspace.source(object.source).dir();
    let beside = |config: &&Object| pods.iter().any(|pod| dir(pod.object()) == dir(config));
    let configs = cx.workspace.of_kind("ConfigMap").filter(beside);
    let number = number.to_string();
    pods.iter().map(|pod| pod.object()).chain(configs).any(|object| {
        let text = object.node().raw();
        let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        let mut hits = text.match_indices(&number);
        hits.any(|(at, _)| !(digit(at + number.len()) || at > 0 && digit(at - 1)))
    })
}
