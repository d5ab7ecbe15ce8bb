//! A network policy whose selector matches no pods because of a typo.

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NETWORK_POLICY_SELECTS_NOTHING,
        name: "network-policy-selects-nothing",
        title: "NetworkPolicy that selects no Pods",
        aliases: &[
            "kube-linter:dangling-networkpolicy",
            "kube-score:networkpolicy-targets-pod",
            "popeye:1200",
            "kubescape:C-0299",
            "kubevious:network-policy-pod-selector-ref",
            "kics:Network Policy Is Not Targeting Any Pod",
            "monokle:LNK001",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("network_policy_selects_nothing.md"),
    },
    check: &Objects::<NetworkPolicy>(check),
};

fn check<'a>(policy: At<'a, NetworkPolicy>, cx: &mut Context<'a>) {
    let Some(selector) = policy.pod_selector() else { return };
    let effect = "the policy has no effect";
    selectors::report_unmatched(policy.object(), &selector, Whose::Own, effect, cx);
}
