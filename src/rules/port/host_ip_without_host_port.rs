//! A host IP without a host port.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HOST_IP_WITHOUT_HOST_PORT,
        name: "host-ip-without-host-port",
        title: "Host IP without a host port",
        aliases: &["k8s-warn:host-ip-without-host-port"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("host_ip_without_host_port.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    // On the network of the node the port itself is the one of the node.
    if container.pod.spec.host_network == Some(true) {
        return;
    }
    for port in container.ports() {
        let place = port.field("hostIP");
        if !place.is_empty() && port.host_port.unwrap_or(0) == 0 {
            cx.report(place, "`hostIP` has no effect without `hostPort`")
                .help("remove `hostIP`, or set `hostPort`")
                .fix(Safety::Safe, "remove `hostIP`", place.remove());
        }
    }
}
