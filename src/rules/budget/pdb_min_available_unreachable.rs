//! A disruption budget that requires as many pods as there are.

use k8s_openapi::api::policy::v1::PodDisruptionBudget;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PDB_MIN_AVAILABLE_UNREACHABLE,
        name: "pdb-min-available-unreachable",
        title: "minAvailable that blocks all evictions",
        aliases: &[
            "kube-linter:pdb-min-available",
            "polaris:pdbMinAvailableGreaterThanHPAMinReplicas",
            "popeye:901",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("pdb_min_available_unreachable.md"),
    },
    check: &Objects::<PodDisruptionBudget>(check),
};

fn check<'a>(budget: At<'a, PodDisruptionBudget>, cx: &mut Context<'a>) {
    let least = budget.field("spec").get("minAvailable");
    let Some(share) = least.node().and_then(IntOrPercent::of) else { return };
    let Some(selector) = budget.selector().filter(|_| share != IntOrPercent::Percent(100)) else {
        return;
    };
    let pods = cx.workspace.pods_selected(budget.object(), &selector);
    // A DaemonSet has as many pods as there are nodes.
    let counted = |pod: &PodTemplate<'a>| {
        let object = pod.object();
        object.is_whole()
            && matches!(
                object.gvk.kind.as_str(),
                "Deployment" | "StatefulSet" | "ReplicaSet" | "ReplicationController"
            )
    };
    let Some(first) = pods.first().filter(|_| pods.iter().all(counted)) else { return };
    let counts: Option<Vec<i64>> =
        pods.iter().map(|pod| replicas(cx.workspace, pod.object())).collect();
    let Some(total) = counts.map(|counts| counts.iter().sum::<i64>()) else { return };
    if total < 1 || share.among(total, true) < total {
        return;
    }
    let written = least.node().map_or("", |node| node.raw());
    let message =
        text!("`minAvailable: {}` blocks all evictions of {} replicas", written, name(total));
    let scaler = cx.workspace.autoscalers_of(first.object()).first().copied();
    let related = match scaler {
        Some(scaler) => scaler.object().field("spec").get("minReplicas"),
        None => first.object().field("spec").get("replicas"),
    };
    cx.report(least, message)
        .related(related, text!("replicas of {}", name(first.object().title())))
        .help("run one more replica, or set `maxUnavailable: 1`, so that nodes can be drained");
}
