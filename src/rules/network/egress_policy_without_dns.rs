//! Policies that allow some egress ports, but not DNS.

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::EGRESS_POLICY_WITHOUT_DNS,
        name: "egress-policy-without-dns",
        title: "Egress policy that blocks DNS",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::ClosedWorld,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("egress_policy_without_dns.md"),
    },
    check: &Objects::<NetworkPolicy>(check),
};

fn check<'a>(policy: At<'a, NetworkPolicy>, cx: &mut Context<'a>) {
    let egress = policy.field("spec").get("egress");
    // A policy without rules only denies; what is allowed is up to others.
    if egress.count() == 0 || admits_dns(policy) {
        return;
    }
    let Some(selector) = policy.pod_selector() else { return };
    let pods = cx.workspace.pods_selected(policy.object(), &selector);
    let others = cx.workspace.of_kind("NetworkPolicy").filter_map(|o| o.get::<NetworkPolicy>());
    let mut helpers = others
        .filter(|other| other.object().shares_namespace(policy.object()) && admits_dns(*other));
    let covers = |other: At<'a, NetworkPolicy>| {
        other.pod_selector().is_some_and(|theirs| {
            theirs.is_empty() || pods.iter().any(|pod| theirs.matches(pod.labels()))
        })
    };
    if !helpers.any(covers) {
        cx.report(egress, "this egress policy blocks DNS").help("allow port 53 over UDP and TCP");
    }
}

/// Whether an egress rule allows port 53 over UDP, which DNS uses first, or all ports.
fn admits_dns(policy: At<'_, NetworkPolicy>) -> bool {
    policy.field("spec").get("egress").items().any(|rule| {
        let ports = rule.get("ports");
        let dns = |port: Place<'_>| {
            let number = port.get("port");
            let up_to = port.get("endPort").int().or(number.int());
            port.get("protocol").str() == "UDP"
                && (!number.is_set()
                    || number.str().contains("dns")
                    || number
                        .int()
                        .is_some_and(|first| (first..=up_to.unwrap_or(first)).contains(&53)))
        };
        ports.is_empty() || ports.items().any(dns)
    })
}
