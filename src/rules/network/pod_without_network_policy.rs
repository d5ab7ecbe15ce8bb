//! Pods that no network policy selects, although there are policies for other pods.

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: code::POD_WITHOUT_NETWORK_POLICY,
    name: "pod-without-network-policy",
    title: "Pods without a NetworkPolicy",
    aliases: &[
        "kube-linter:non-isolated-pod",
        "kube-score:pod-networkpolicy",
        "polaris:missingNetworkPolicy",
        "checkov:CKV2_K8S_6",
        "popeye:1204",
        "popeye:1205",
        "kubescape:C-0260",
        "kubescape:C-0030",
        "kics:Pod Misconfigured NetworkPolicy",
    ],
    severity: Severity::Info,
    set: Set::Security,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("pod_without_network_policy.md"),
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let object = pod.object();
    if pod.spec.host_network == Some(true) {
        return;
    }
    let policies: Vec<&Object> = cx.workspace.of_kind("NetworkPolicy").collect();
    let seen = cx.workspace.seen_from(object, &policies, |policy| policy);
    let selects = |policy: &&'a Object| {
        let selector = policy.get::<NetworkPolicy>().and_then(At::pod_selector);
        policy.shares_namespace(object)
            && selector.is_none_or(|selector| selector.matches(pod.labels()))
    };
    if (!seen.is_empty() || cx.settings.complete) && !policies.iter().any(selects) {
        cx.report(pod.labels_place(), "no NetworkPolicy selects these Pods")
            .help("add a NetworkPolicy, otherwise all traffic from and to them is allowed");
    }
}
