//! A disruption budget that protects pods that are not ready.

use k8s_openapi::api::policy::v1::PodDisruptionBudget;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PDB_UNHEALTHY_POLICY_UNSET,
        name: "pdb-unhealthy-policy-unset",
        title: "Default eviction policy for unhealthy Pods",
        aliases: &["kube-linter:pdb-unhealthy-pod-eviction-policy"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("pdb_unhealthy_policy_unset.md"),
    },
    check: &Objects::<PodDisruptionBudget>(check),
};

fn check<'a>(budget: At<'a, PodDisruptionBudget>, cx: &mut Context<'a>) {
    let policy = budget.place().at(&["spec", "unhealthyPodEvictionPolicy"]);
    if policy.is_empty() {
        cx.report(policy, "Pods that are not ready cannot be evicted")
            .help("set `unhealthyPodEvictionPolicy: AlwaysAllow`");
    }
}
