//! A probe speaks TCP to a port that is declared for another protocol.

use super::asked_ports;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV4106",
    name: "probe-on-udp-port",
    title: "TCP probe on a UDP port",
    aliases: &[],
    severity: Severity::Warning,
    set: Set::Core,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("probe_on_udp_port.md"),
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for asked in asked_ports(container) {
        let Some(target) = asked.target() else { continue };
        let declared: Vec<_> = container.ports().filter(|port| port.is(target)).collect();
        let number = declared.first().map(|port| port.container_port);
        let over_tcp = container.pod.ports().any(|port| {
            port.protocol() == "TCP" && number.is_some_and(|n| port.is(Target::Number(n)))
        });
        let Some(port) = declared.first().filter(|_| !over_tcp) else { continue };
        let message =
            format!("port {} is declared for {} only", port.container_port, port.protocol());
        cx.report(asked.port, message)
            .related(*port, "declared here")
            .help(format!("{} asks over TCP: use a TCP port, or an exec probe", asked.kind));
    }
}
