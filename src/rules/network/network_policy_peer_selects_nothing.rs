//! A peer of a network policy that matches no pods because of a typo.

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NETWORK_POLICY_PEER_SELECTS_NOTHING,
        name: "network-policy-peer-selects-nothing",
        title: "NetworkPolicy peer that selects no Pods",
        aliases: &[
            "kube-linter:dangling-networkpolicypeer-podselector",
            "popeye:1202",
            "popeye:1208",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("network_policy_peer_selects_nothing.md"),
    },
    check: &Objects::<NetworkPolicy>(check),
};

fn check<'a>(policy: At<'a, NetworkPolicy>, cx: &mut Context<'a>) {
    for peer in policy.peers() {
        // Pods of other namespaces are rarely in sight.
        if peer.namespace_selector.is_some() {
            continue;
        }
        let Some(pods) = peer.get("podSelector", |peer| peer.pod_selector.as_ref()) else {
            continue;
        };
        let effect = "the rule allows no traffic";
        let selector = Selector::from_selector(pods);
        selectors::report_unmatched(policy.object(), &selector, Whose::Others, effect, cx);
    }
}
