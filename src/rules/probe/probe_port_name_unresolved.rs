//! A probe or hook asks for a port name that its container has not.

use super::asked_ports;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV4104",
    name: "probe-port-name-unresolved",
    title: "Unknown probe port name",
    aliases: &[
        "kube-linter:liveness-port",
        "kube-linter:readiness-port",
        "kube-linter:startup-port",
    ],
    severity: Severity::Error,
    set: Set::Core,
    fix: Fixable::Sometimes,
    since: "0.1.0",
    doc: include_str!("probe_port_name_unresolved.md"),
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    if !container.object().is_whole() || !container.field("ports").is_whole() {
        return;
    }
    for asked in asked_ports(container) {
        let Some(Target::Name(name)) = asked.target() else { continue };
        // A text without a letter is refused by the server.
        let is_name = name.contains(|c: char| c.is_ascii_lowercase());
        if !is_name || container.ports().any(|port| port.is(Target::Name(name))) {
            continue;
        }
        let names = || container.ports().filter_map(|port| port.value().name.as_deref());
        let elsewhere = container.pod.ports().find(|port| port.is(Target::Name(name)));
        let title = &container.value().name;
        let message = format!("container `{title}` has no port named `{name}`");
        let meant = near::closest(name, names());
        let ports: Vec<_> = container.ports().collect();
        let finding = cx.report(asked.port, message);
        if let Some(port) = elsewhere {
            finding.related(port, "another container has it, but probes look in their own only");
        }
        match (meant, ports.as_slice()) {
            (Some(meant), _) => {
                finding.help(format!("did you mean `{meant}`?"));
                finding.fix(
                    Safety::Unsafe,
                    format!("ask `{meant}`"),
                    asked.port.set(&scalar(meant)),
                );
            }
            (None, [single]) => {
                let number = single.container_port.to_string();
                finding.help(format!("its only port is {number}"));
                finding.fix(Safety::Unsafe, format!("ask port {number}"), asked.port.set(&number));
            }
            (None, []) => {
                finding.help("write the number, or declare the port with this name");
            }
            _ => {
                finding.help("name one of its ports so, or write the number");
            }
        }
    }
}
