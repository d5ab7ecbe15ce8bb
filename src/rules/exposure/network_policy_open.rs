//! A NetworkPolicy with a rule that admits every peer.

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NETWORK_POLICY_OPEN,
        name: "network-policy-open",
        title: "NetworkPolicy that admits everything",
        aliases: &["trivy:KSV038", "trivy:KUBE0001", "trivy:KUBE0002", "popeye:1203"],
        severity: Severity::Info,
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("network_policy_open.md"),
    },
    check: &Objects::<NetworkPolicy>(check),
};

fn check<'a>(policy: At<'a, NetworkPolicy>, cx: &mut Context<'a>) {
    for (list, peers) in [("ingress", "from"), ("egress", "to")] {
        for rule in policy.field("spec").get(list).items() {
            let has_ports = !rule.get("ports").is_empty();
            if rule.count() == 0 && rule.is_set() {
                report(rule, "this rule admits all traffic", cx);
            }
            for peer in rule.get(peers).items().filter(|_| !has_ports) {
                let selector = peer.get("namespaceSelector");
                let cidr = peer.get("ipBlock").get("cidr");
                let is_all = selector.is_set() && selector.count() == 0;
                if is_all && !peer.get("podSelector").is_set() {
                    report(selector, "this peer is every Pod of every namespace", cx);
                } else if ["0.0.0.0/0", "::/0"].contains(&cidr.str()) {
                    report(cidr, "this peer is every address", cx);
                }
            }
        }
    }
}

fn report<'a>(place: Place<'a>, message: &'static str, cx: &mut Context<'a>) {
    cx.report(place, message).help("list the peers that need access, or the ports");
}
