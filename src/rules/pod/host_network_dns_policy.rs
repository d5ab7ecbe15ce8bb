//! A pod in the network of its node that cannot resolve names of the cluster.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HOST_NETWORK_DNS_POLICY,
        name: "host-network-dns-policy",
        title: "Host network with default DNS policy",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("host_network_dns_policy.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let place = pod.spec.field("dnsPolicy");
    let is_default = matches!(place.str(), "" | "ClusterFirst");
    if pod.spec.field("hostNetwork").bool() == Some(true) && is_default {
        let meant = "ClusterFirstWithHostNet";
        cx.report(place, "names of the cluster cannot be resolved with `hostNetwork: true`")
            .help("set `dnsPolicy: ClusterFirstWithHostNet`, or `Default` if that is meant")
            .fix(Safety::Unsafe, "set `dnsPolicy: ClusterFirstWithHostNet`", place.set(meant));
    }
}
