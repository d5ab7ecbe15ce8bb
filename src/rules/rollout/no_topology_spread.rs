//! Long-running pods without topology spread constraints.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_TOPOLOGY_SPREAD,
        name: "no-topology-spread",
        title: "Missing topology spread constraints",
        aliases: &["polaris:topologySpreadConstraint"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_topology_spread.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let kind = pod.object().gvk.kind.as_str();
    let spread =
        matches!(kind, "Deployment" | "StatefulSet" | "ReplicaSet" | "ReplicationController");
    if spread && pod.spreads().next().is_none() {
        cx.report(
            pod.spec.field("topologySpreadConstraints"),
            "the Pods are not spread over zones or nodes",
        )
        .help("add `topologySpreadConstraints` for `topology.kubernetes.io/zone`");
    }
}
