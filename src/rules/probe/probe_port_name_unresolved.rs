//! A probe or hook with a port name that its container does not declare.

use super::asked_ports;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PROBE_PORT_NAME_UNRESOLVED,
        name: "probe-port-name-unresolved",
        title: "Unknown probe port name",
        aliases: &[
            "kube-linter:liveness-port",
            "kube-linter:readiness-port",
            "kube-linter:startup-port",
        ],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("probe_port_name_unresolved.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    if !container.object().is_whole() || !container.field("ports").is_whole() {
        return;
    }
    for asked in asked_ports(container) {
        let Some(TargetPort::Name(wanted)) = asked.target() else { continue };
        // A string without a letter is rejected by the server.
        let is_name = wanted.contains(|c: char| c.is_ascii_lowercase());
        if !is_name || container.ports().any(|port| port.is(TargetPort::Name(wanted))) {
            continue;
        }
        let names = || container.ports().filter_map(|port| port.value().name.as_deref());
        let elsewhere = container.pod.ports().find(|port| port.is(TargetPort::Name(wanted)));
        let owner = name(&container.value().name);
        let message = text!("container `{}` has no port named `{}`", owner, name(wanted));
        let meant = similar::closest(wanted, names());
        let ports: Vec<_> = container.ports().collect();
        let finding = cx.report(asked.port, message);
        if let Some(port) = elsewhere {
            finding.related(port, "declared by a different container, which probes do not use");
        }
        match (meant, ports.as_slice()) {
            (Some(meant), _) => {
                finding.help(text!("did you mean `{}`?", name(meant)));
                finding.fix(
                    Safety::Unsafe,
                    text!("write `{}`", name(meant)),
                    asked.port.set(&scalar(meant)),
                );
            }
            (None, [single]) => {
                let number = single.container_port.to_string();
                finding.help(text!("write {}, the only port of the container", name(&number)));
                finding.fix(
                    Safety::Unsafe,
                    text!("write {}", name(&number)),
                    asked.port.set(&number),
                );
            }
            (None, []) => {
                finding.help("write the port number, or declare a port with this name");
            }
            _ => {
                finding.help("write the port number, or give one of the ports this name");
            }
        }
    }
}
