//! A TCP probe of a port that is declared for another protocol.

use super::asked_ports;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PROBE_ON_UDP_PORT,
        name: "probe-on-udp-port",
        title: "TCP probe on a UDP port",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("probe_on_udp_port.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for asked in asked_ports(container) {
        let Some(target) = asked.target() else { continue };
        let declared: Vec<_> = container.ports().filter(|port| port.is(target)).collect();
        let number = declared.first().map(|port| port.container_port);
        let over_tcp = container.pod.ports().any(|port| {
            port.protocol() == "TCP" && number.is_some_and(|n| port.is(TargetPort::Number(n)))
        });
        let Some(port) = declared.first().filter(|_| !over_tcp) else { continue };
        let (number, protocol) = (name(port.container_port), name(port.protocol()));
        cx.report(asked.port, text!("port {} is only declared for {}", number, protocol))
            .related(*port, "declared here")
            .help(text!("use a TCP port for `{}`, or an `exec` probe", name(asked.kind)));
    }
}
