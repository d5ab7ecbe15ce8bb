//! Peers and ports of a NetworkPolicy as two rules.

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NETWORK_POLICY_SPLIT_RULE,
        name: "network-policy-split-rule",
        title: "Peers and ports in separate rules",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("network_policy_split_rule.md"),
    },
    check: &Objects::<NetworkPolicy>(check),
};

fn check<'a>(policy: At<'a, NetworkPolicy>, cx: &mut Context<'a>) {
    for (direction, side) in [("ingress", "from"), ("egress", "to")] {
        let rules: Vec<Place<'a>> = policy.field("spec").get(direction).items().collect();
        for pair in rules.windows(2) {
            let [peers, ports] = pair else { continue };
            let only = |rule: &Place<'a>, field: &'static str| {
                rule.count() == 1 && rule.get(field).count() > 0
            };
            // Everyone may use DNS, so a rule with that port alone is meant as it is.
            if only(peers, side) && only(ports, "ports") && !allows_dns(ports.get("ports")) {
                cx.report(ports.get("ports"), "these ports are open to everyone")
                    .related(peers.get(side), "this rule opens all ports")
                    .help("remove the dash before `ports`, so that both are one rule");
            }
        }
    }
}

fn allows_dns(ports: Place<'_>) -> bool {
    ports
        .items()
        .any(|port| port.get("port").int() == Some(53) || port.get("port").str().contains("dns"))
}
