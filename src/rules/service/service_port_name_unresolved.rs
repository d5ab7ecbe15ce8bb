//! A named target port that no container of the Service's pods declares.

use k8s_openapi::api::core::v1::{Service, ServicePort};

use crate::{rules::prelude::*, text::TextPart};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICE_PORT_NAME_UNRESOLVED,
        name: "service-port-name-unresolved",
        title: "Unknown target port name",
        aliases: &["popeye:1106", "kubevious:service-selector-ref"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("service_port_name_unresolved.md"),
    },
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
        let TargetPort::Name(name) = port.target() else { continue };
        if name.contains(|c: char| c.is_ascii_alphabetic()) {
            check_port(port, name, &pods, cx);
        }
    }
}

fn check_port<'a>(
    port: At<'a, ServicePort>,
    port_name: &'a str,
    pods: &[PodTemplate<'a>],
    cx: &mut Context<'a>,
) {
    let target = TargetPort::Name(port_name);
    let serves = |pod: &PodTemplate<'a>| {
        pod.ports().any(|declared| declared.is(target) && declared.protocol() == port.protocol())
    };
    // Others with the same labels, such as pods of tests, take nothing from those that serve.
    if pods.iter().any(serves) {
        return;
    }
    let Some(pod) = pods.first().copied() else { return };
    let title = name(pod.object().title());
    let place = port.field("targetPort");
    if let Some(declared) = pod.ports().find(|declared| declared.is(target)) {
        let (has, asked) = (name(declared.protocol()), name(port.protocol()));
        let message = text!(
            "port `{}` of {} uses {}, but the Service uses {}",
            name(port_name),
            title,
            has,
            asked
        );
        cx.report(place, message)
            .related(declared, text!("declared with protocol {} here", has))
            .help("use the same protocol in both; ports are matched by name and protocol");
        return;
    }
    let declared: Vec<_> = pod.ports().collect();
    let names = || declared.iter().filter_map(|port| port.value().name.as_deref());
    let meant = similar::closest(port_name, names()).or(match declared[..] {
        [single] => single.value().name.as_deref(),
        _ => None,
    });
    let message = text!("no container of {} has a port named `{}`", title, name(port_name));
    let finding = cx.report(place, message);
    finding.related(pod.spec.field("containers"), listed(&title, names()));
    match (meant, &declared[..]) {
        (Some(meant), _) => {
            let edit = place.set(&scalar(meant));
            finding.help(text!("did you mean `{}`?", name(meant)));
            finding.fix(Safety::Unsafe, text!("use `{}`", name(meant)), edit);
        }
        (None, [single]) => {
            let number = single.container_port.to_string();
            let edit = place.set(&number);
            let number = name(number);
            finding.help(text!("use its only port, {}, or name that port", number));
            finding.fix(Safety::Unsafe, text!("use {}", number), edit);
        }
        _ => drop(finding.help("give the container port this name, or use its number")),
    }
}

fn listed<'a>(title: &dyn TextPart, names: impl Iterator<Item = &'a str>) -> Text {
    let names = few(names, |name| format!("`{name}`"));
    if names.is_empty() {
        return text!("{} has no named ports", title);
    }
    text!("named ports of {}: {}", title, name(names))
}
