//! Replicas that may all run on the same node.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_POD_ANTI_AFFINITY,
        name: "no-pod-anti-affinity",
        title: "Missing Pod anti-affinity",
        aliases: &[
            "kube-linter:no-anti-affinity",
            "kube-score:deployment-has-host-podantiaffinity",
            "kube-score:statefulset-has-host-podantiaffinity",
            "kics:Deployment Has No PodAntiAffinity",
            "kics:StatefulSet Has No PodAntiAffinity",
            "datree:EKS_MISSING_KEY_TOPOLOGYKEY",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_pod_anti_affinity.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let object = pod.object();
    if !matches!(object.gvk.kind.as_str(), "Deployment" | "StatefulSet") {
        return;
    }
    let several = replicas(cx.workspace, object).is_some_and(|count| count > 1);
    let apart = pod.anti_affinities().filter(|term| pod.keeps_apart(*term));
    let keys = apart.map(|term| term.field("topologyKey").str());
    let spread = pod.spreads().map(|spread| spread.field("topologyKey").str());
    let by_host = |key: &str| key == "kubernetes.io/hostname";
    if several && !keys.chain(spread).any(by_host) {
        cx.report(object.field("spec").get("replicas"), "all replicas may run on the same node")
            .help("spread them over `kubernetes.io/hostname`");
    }
}
