//! A probe with a port number that no container of the pod declares.

use super::asked_ports;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PROBE_PORT_NOT_DECLARED,
        name: "probe-port-not-declared",
        title: "Probe port not declared in the Pod",
        aliases: &[
            "kube-linter:liveness-port",
            "kube-linter:readiness-port",
            "kube-linter:startup-port",
        ],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("probe_port_not_declared.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    if container.ports().next().is_none() || !container.field("ports").is_whole() {
        return;
    }
    for asked in asked_ports(container) {
        let Some(TargetPort::Number(number)) = asked.target() else { continue };
        if !container.pod.ports().any(|port| port.is(TargetPort::Number(number))) {
            let message = text!("port {} is not declared by any container", name(number));
            cx.report(asked.port, message)
                .related(container.field("ports"), "the ports of this container")
                .help("correct the number, or declare the port");
        }
    }
}
