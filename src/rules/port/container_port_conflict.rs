//! Two containers of a pod declare the same port.

use k8s_openapi::api::core::v1::ContainerPort;

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV4601",
    name: "container-port-conflict",
    aliases: &["k8s-warn:duplicate-port", "k8s-warn:overlapping-port", "k8s-warn:ambiguous-port"],
    severity: Severity::Warning,
    set: Set::Core,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("container_port_conflict.md"),
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let mut seen: Vec<At<'a, ContainerPort>> = Vec::new();
    for container in pod.running() {
        for port in container.ports() {
            let clash = seen.iter().find(|other| clashes(**other, port));
            if let Some(first) = clash {
                let (number, protocol) = (port.container_port, port.protocol());
                let message = format!("port {number}/{protocol} is declared twice in the pod");
                cx.report(port.field("containerPort"), message)
                    .related(first.field("containerPort"), "the first one")
                    .help("containers share one network: only one of them can listen on a port");
            }
            seen.push(port);
        }
    }
}

/// As the server warns: one number and protocol, unless the ports of the node tell them apart.
/// Two that ask for the same port of the node are refused.
fn clashes(a: At<'_, ContainerPort>, b: At<'_, ContainerPort>) -> bool {
    if a.container_port != b.container_port || a.protocol() != b.protocol() {
        return false;
    }
    let host = |port: At<'_, ContainerPort>| port.host_port.unwrap_or(0);
    let address = |port: At<'_, ContainerPort>| port.value().host_ip.clone().unwrap_or_default();
    if host(a) == 0 || host(b) == 0 {
        return true;
    }
    host(a) == host(b) && address(a).is_empty() != address(b).is_empty()
}
