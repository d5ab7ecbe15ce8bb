//! A probe asks for a port number that its container does not declare.

use super::asked_ports;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV4105",
    name: "probe-port-not-declared",
    title: "Probe port not declared by the container",
    aliases: &[
        "kube-linter:liveness-port",
        "kube-linter:readiness-port",
        "kube-linter:startup-port",
    ],
    severity: Severity::Info,
    set: Set::Recommended,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("probe_port_not_declared.md"),
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    if container.ports().next().is_none() || !container.field("ports").is_whole() {
        return;
    }
    for asked in asked_ports(container) {
        let Some(Target::Number(number)) = asked.target() else { continue };
        if !container.pod.ports().any(|port| port.is(Target::Number(number))) {
            let message = format!("port {number} is none of the declared ones");
            cx.report(asked.port, message)
                .related(container.field("ports"), "the ports of the container")
                .help("check the number, or declare the port too, so that readers can find it");
        }
    }
}
