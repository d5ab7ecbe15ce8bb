//! A rule for DNS with a label that the Pods of CoreDNS do not have.

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer};

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DNS_POLICY_LABEL,
        name: "dns-policy-label",
        title: "Unusual label in a DNS rule",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("dns_policy_label.md"),
    },
    check: &Objects::<NetworkPolicy>(check),
};

/// The labels of the DNS Pods as kubeadm, GKE, EKS, AKS and k3s install them.
const DNS_LABEL: (&str, &str) = ("k8s-app", "kube-dns");

fn check<'a>(policy: At<'a, NetworkPolicy>, cx: &mut Context<'a>) {
    for peer in policy.peers() {
        let namespaces = peer.place().at(&["namespaceSelector", "matchLabels"]);
        let labels = peer.place().at(&["podSelector", "matchLabels"]);
        let in_kube_system = namespaces.get("kubernetes.io/metadata.name").str() == "kube-system";
        if !in_kube_system || labels.count() != 1 {
            continue;
        }
        let Some((label, value)) = labels.entries().next() else { continue };
        let about_dns = matches!(value.str(), "coredns" | "kube-dns");
        if !about_dns || (label, value.str()) == DNS_LABEL || selects_any(peer, cx) {
            continue;
        }
        let (written, shown) = (key(label), value.str());
        cx.report(
            value,
            text!("the DNS Pods of most clusters have no label `{}: {}`", written, shown),
        )
        .help("use `k8s-app: kube-dns`");
    }
}

/// Whether Pods in sight have the label: this cluster has another DNS.
fn selects_any(peer: At<'_, NetworkPolicyPeer>, cx: &Context<'_>) -> bool {
    let selector = peer.get("podSelector", |peer| peer.pod_selector.as_ref());
    selector.is_some_and(|selector| {
        cx.workspace.selects_any(peer.object(), &Selector::from_selector(selector))
    })
}
