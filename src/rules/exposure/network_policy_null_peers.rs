//! A list of a NetworkPolicy that is empty, and so admits everything.

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NETWORK_POLICY_NULL_PEERS,
        name: "network-policy-null-peers",
        title: "Empty list of peers or ports",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("network_policy_null_peers.md"),
    },
    check: &Objects::<NetworkPolicy>(check),
};

fn check<'a>(policy: At<'a, NetworkPolicy>, cx: &mut Context<'a>) {
    for (list, peers) in [("ingress", "from"), ("egress", "to")] {
        for rule in policy.field("spec").get(list).items() {
            for field in [peers, "ports"] {
                let place = rule.get(field);
                if !place.is_present() || place.lost() || !place.is_empty() {
                    continue;
                }
                let all = if field == "ports" { "ports" } else { "peers" };
                let message =
                    text!("`{}` is empty, so all {} are admitted", name(field), name(all));
                let finding = cx.report(place, message);
                finding.help("list items, or remove the field");
                if place.is_set() {
                    finding.severity(Severity::Info);
                }
            }
        }
    }
}
