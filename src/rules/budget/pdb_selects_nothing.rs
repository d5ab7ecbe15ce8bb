//! A disruption budget whose selector matches no pods because of a typo.

use k8s_openapi::api::policy::v1::PodDisruptionBudget;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PDB_SELECTS_NOTHING,
        name: "pdb-selects-nothing",
        title: "PodDisruptionBudget that selects no Pods",
        aliases: &["popeye:900", "monokle:LNK001"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("pdb_selects_nothing.md"),
    },
    check: &Objects::<PodDisruptionBudget>(check),
};

fn check<'a>(budget: At<'a, PodDisruptionBudget>, cx: &mut Context<'a>) {
    let Some(selector) = budget.selector() else { return };
    let effect = "the PodDisruptionBudget has no effect";
    selectors::report_unmatched(budget.object(), &selector, Whose::Own, effect, cx);
}
