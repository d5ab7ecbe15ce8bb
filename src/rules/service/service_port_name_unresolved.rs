//! A named target port that no container of the Service's pods declares.

use k8s_openapi::api::core::v1::{Service, ServicePort};

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV3103",
    name: "service-port-name-unresolved",
    title: "Unknown target port name",
    aliases: &["popeye:1106", "kubevious:service-selector-ref"],
    severity: Severity::Error,
    set: Set::Core,
    fix: Fixable::Sometimes,
    since: "0.1.0",
    doc: include_str!("service_port_name_unresolved.md"),
    check: &Objects::<Service>(check),
};

fn check<'a>(service: At<'a, Service>, cx: &mut Context<'a>) {
    let Some(selector) = service.selector() else { return };
    let mut pods = cx.workspace.pods_selected(service.object(), &selector);
    pods.retain(|pod| !pod.ends());
    if pods.is_empty() || !pods.iter().all(|pod| pod.ports_are_known()) {
        return;
    }
    for port in service.ports() {
        // A name without a letter is refused by the server.
        let Target::Name(name) = port.target() else { continue };
        if name.contains(|c: char| c.is_ascii_alphabetic()) {
            check_port(port, name, &pods, cx);
        }
    }
}

fn check_port<'a>(
    port: At<'a, ServicePort>,
    name: &'a str,
    pods: &[PodTemplate<'a>],
    cx: &mut Context<'a>,
) {
    let target = Target::Name(name);
    let serves = |pod: &PodTemplate<'a>| {
        pod.ports().any(|declared| declared.is(target) && declared.protocol() == port.protocol())
    };
    // Others that carry the same labels, such as pods of tests, take nothing from those that serve.
    if pods.iter().any(serves) {
        return;
    }
    let Some(pod) = pods.first().copied() else { return };
    let title = pod.object().title();
    let place = port.field("targetPort");
    if let Some(declared) = pod.ports().find(|declared| declared.is(target)) {
        let (has, asked) = (declared.protocol(), port.protocol());
        cx.report(place, format!("`{name}` of {title} is a {has} port, the Service's is {asked}"))
            .related(declared, format!("declared for {has} here"))
            .help("ports are matched by name and protocol: set the same protocol on both");
        return;
    }
    let declared: Vec<_> = pod.ports().collect();
    let names = || declared.iter().filter_map(|port| port.value().name.as_deref());
    let meant = near::closest(name, names()).or(match declared[..] {
        [single] => single.value().name.as_deref(),
        _ => None,
    });
    let finding = cx.report(place, format!("no container of {title} has a port named `{name}`"));
    finding.related(pod.spec.field("containers"), listed(&title, names()));
    match (meant, &declared[..]) {
        (Some(meant), _) => {
            let edit = place.set(&scalar(meant));
            finding.help(format!("did you mean `{meant}`?"));
            finding.fix(Safety::Unsafe, format!("aim at `{meant}`"), edit);
        }
        (None, [single]) => {
            let number = single.container_port.to_string();
            finding.help(format!("its only port is {number}: write the number, or name the port"));
            finding.fix(Safety::Unsafe, format!("aim at {number}"), place.set(&number));
        }
        _ => drop(finding.help("name the container port so, or write its number")),
    }
}

fn listed<'a>(title: &str, names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.len() {
        0 => format!("{title} names no port"),
        _ => format!("{title} has the port names {}", names.join(", ")),
    }
}
