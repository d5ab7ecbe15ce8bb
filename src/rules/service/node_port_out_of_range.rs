//! A node port outside the range of the cluster.

use k8s_openapi::api::core::v1::Service;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NODE_PORT_OUT_OF_RANGE,
        name: "node-port-out-of-range",
        title: "Node port out of range",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("node_port_out_of_range.md"),
    },
    check: &Objects::<Service>(check),
};

fn check<'a>(service: At<'a, Service>, cx: &mut Context<'a>) {
    // On a ClusterIP Service a node port is refused, whatever its number.
    if !matches!(service.kind(), "NodePort" | "LoadBalancer") {
        return;
    }
    let (first, last) = cx.settings.cluster.node_ports;
    for port in service.ports() {
        let Some(number) = port.node_port.filter(|number| *number != 0) else { continue };
        if !(i32::from(first)..=i32::from(last)).contains(&number) {
            let message = text!(
                "node port {} must be between {} and {}",
                name(number),
                name(first),
                name(last)
            );
            cx.report(port.field("nodePort"), message)
                .help("remove `nodePort` to get a free port, or set `cluster.node-port-range`");
        }
    }
}
