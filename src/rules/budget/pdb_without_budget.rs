//! A disruption budget without a budget.

use k8s_openapi::api::policy::v1::PodDisruptionBudget;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PDB_WITHOUT_BUDGET,
        name: "pdb-without-budget",
        title: "PodDisruptionBudget without a budget",
        aliases: &["kube-score:poddisruptionbudget-has-policy"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("pdb_without_budget.md"),
    },
    check: &Objects::<PodDisruptionBudget>(check),
};

fn check<'a>(budget: At<'a, PodDisruptionBudget>, cx: &mut Context<'a>) {
    let spec = budget.place().get("spec");
    let fields = ["minAvailable", "maxUnavailable"].map(|field| spec.get(field));
    if spec.is_set() && fields.iter().all(|field| !field.is_present() && !field.lost()) {
        cx.report(spec, "neither minAvailable nor maxUnavailable is set, so nothing is protected")
            .help("set `maxUnavailable: 1`");
    }
}
