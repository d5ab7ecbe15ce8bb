//! Pods that no network policy selects, although there are policies for other pods.

use std::collections::BTreeMap;

use k8s_openapi::api::networking::v1::NetworkPolicy;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
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
        preset: Preset::Security,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("pod_without_network_policy.md"),
    },
    check: &WholeRun(check),
};

fn check<'a>(cx: &mut Context<'a>) {
    let (workspace, pods) = (cx.workspace, cx.pods);
    let policies: Vec<PolicySelector<'a>> =
        workspace.of_kind("NetworkPolicy").map(PolicySelector::of).collect();
    let mut by_label: BTreeMap<(&str, &str), Vec<&PolicySelector<'a>>> = BTreeMap::new();
    let mut by_none: Vec<&PolicySelector<'a>> = Vec::new();
    for policy in &policies {
        match policy.label() {
            Some(label) => by_label.entry(label).or_default().push(policy),
            None => by_none.push(policy),
        }
    }
    let on_pods_network = |pod: &PodTemplate<'a>| pod.spec.host_network != Some(true);
    for pod in pods.templates().iter().copied().filter(on_pods_network) {
        let object = pod.object();
        let labels = pod.labels().iter().map(|(key, value)| (key.as_ref(), value.as_ref()));
        let of_labels = labels.filter_map(|label| by_label.get(&label)).flatten();
        if by_none.iter().chain(of_labels).any(|policy| policy.selects(pod))
            || !cx.applies_to(object)
        {
            continue;
        }
        let sees_any = || !workspace.seen_of_kind(object, "NetworkPolicy", &|_| true).is_empty();
        if cx.settings.complete || sees_any() {
            cx.report(pod.labels_place(), "no NetworkPolicy selects these Pods")
                .help("add a NetworkPolicy, otherwise all traffic from and to them is allowed");
        }
    }
}

struct PolicySelector<'a> {
    object: &'a Object,
    /// `None` where it selects all Pods of its namespace.
    selector: Option<Selector<'a>>,
}

impl<'a> PolicySelector<'a> {
    fn of(object: &'a Object) -> PolicySelector<'a> {
        let selector = object.get::<NetworkPolicy>().and_then(At::pod_selector);
        PolicySelector { object, selector }
    }

    /// A label that every selected Pod has.
    fn label(&self) -> Option<(&'a str, &'a str)> {
        self.selector.as_ref()?.terms.iter().find_map(|term| match *term {
            Term::Equal { key, value, .. } => Some((key, value)),
            Term::Expression { .. } => None,
        })
    }

    fn selects(&self, pod: PodTemplate<'a>) -> bool {
        self.object.shares_namespace(pod.object())
            && self.selector.as_ref().is_none_or(|selector| selector.matches(pod.labels()))
    }
}
