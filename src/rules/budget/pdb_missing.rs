//! A workload with several replicas and no disruption budget.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PDB_MISSING,
        name: "pdb-missing",
        title: "Missing PodDisruptionBudget",
        aliases: &[
            "kube-score:deployment-has-poddisruptionbudget",
            "kube-score:statefulset-has-poddisruptionbudget",
            "polaris:missingPodDisruptionBudget",
            "popeye:206",
            "kics:Deployment Without PodDisruptionBudget",
            "kics:StatefulSet Without PodDisruptionBudget",
        ],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("pdb_missing.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let object = pod.object();
    if !matches!(object.gvk.kind.as_str(), "Deployment" | "StatefulSet") {
        return;
    }
    let Some(count) = replicas(cx.workspace, object).filter(|count| *count > 1) else { return };
    if cx.workspace.selecting("PodDisruptionBudget", pod, &|_| true).is_none() {
        let kind = name(&object.gvk.kind);
        let message =
            text!("no PodDisruptionBudget selects the {} replicas of this {}", name(count), kind);
        cx.report(object.field("spec").get("replicas"), message)
            .help("add a PodDisruptionBudget with `maxUnavailable: 1`");
    }
}
