//! A probe that connects to the node instead of the container.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PROBE_HOST_LOOPBACK,
        name: "probe-host-loopback",
        title: "Probe of the loopback address",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("probe_host_loopback.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    // With host networking, the loopback of the node is the right one.
    if container.pod.spec.host_network == Some(true) {
        return;
    }
    for (_, probe) in container.probes() {
        for handler in ["httpGet", "tcpSocket"] {
            let host = probe.place().get(handler).get("host");
            if is_loopback(host.str()) {
                cx.report(host, text!("host `{}` is the node, not the Pod", host.str()))
                    .help("remove `host`, so that the kubelet connects to the Pod")
                    .fix(Safety::Safe, "remove `host`", host.remove());
            }
        }
    }
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
