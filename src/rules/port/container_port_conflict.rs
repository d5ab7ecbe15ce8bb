//! Two containers of a pod that declare the same port.

use k8s_openapi::api::core::v1::ContainerPort;

use crate::{model::first_seen::FirstSeen, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CONTAINER_PORT_CONFLICT,
        name: "container-port-conflict",
        title: "Port conflict between containers",
        aliases: &[
            "k8s-warn:duplicate-port",
            "k8s-warn:overlapping-port",
            "k8s-warn:ambiguous-port",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("container_port_conflict.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let mut seen = Seen::default();
    for container in pod.running() {
        // A number that could not be read is 0.
        for port in container.ports().filter(|port| port.container_port != 0) {
            if let Some(first) = seen.clash(port) {
                let (number, protocol) = (port.container_port, port.protocol());
                let message =
                    text!("port {}/{} is declared twice in this Pod", name(number), name(protocol));
                cx.report(port.field("containerPort"), message)
                    .related(first.field("containerPort"), "first declared here")
                    .help("use a different port, because only one container can listen on it");
            }
        }
    }
}

/// Ports so far, the first of each number and protocol: of any, by the port of the node (0 for
/// none), and by that and whether an address of the node is named.
#[derive(Default)]
struct Seen<'a> {
    any: FirstSeen<(i32, &'a str), Numbered<'a>>,
    by_host: FirstSeen<(i32, &'a str, i32), Numbered<'a>>,
    by_address: FirstSeen<(i32, &'a str, i32, bool), Numbered<'a>>,
    count: usize,
}

/// A port and how many came before it.
type Numbered<'a> = (usize, At<'a, ContainerPort>);

impl<'a> Seen<'a> {
    /// The first port that a port clashes with; it then counts as seen itself.
    ///
    /// As the server warns: one number and protocol, unless the ports of the node tell them apart.
    /// Two that ask for the same port of the node are refused.
    fn clash(&mut self, port: At<'a, ContainerPort>) -> Option<At<'a, ContainerPort>> {
        let (number, protocol) = (port.container_port, port.protocol());
        let host = port.host_port.unwrap_or(0);
        let named = port.host_ip.as_deref().is_some_and(|address| !address.is_empty());
        let clashing = if host == 0 {
            [self.any.get(&(number, protocol)), None]
        } else {
            let without = self.by_host.get(&(number, protocol, 0));
            [without, self.by_address.get(&(number, protocol, host, !named))]
        };
        let this = (self.count, port);
        self.count += 1;
        self.any.earlier((number, protocol), this);
        self.by_host.earlier((number, protocol, host), this);
        self.by_address.earlier((number, protocol, host, named), this);
        clashing.into_iter().flatten().min_by_key(|(order, _)| *order).map(|(_, port)| port)
    }
}
