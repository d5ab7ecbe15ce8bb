//! A disruption budget for all pods of the namespace, or for none.

use k8s_openapi::api::policy::v1::PodDisruptionBudget;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PDB_EMPTY_SELECTOR,
        name: "pdb-empty-selector",
        title: "PodDisruptionBudget with an empty selector",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("pdb_empty_selector.md"),
    },
    check: &Objects::<PodDisruptionBudget>(check),
};

fn check<'a>(budget: At<'a, PodDisruptionBudget>, cx: &mut Context<'a>) {
    let object = budget.object();
    let place = budget.field("spec").get("selector");
    // In policy/v1beta1 an empty selector meant no pod.
    if object.written_gvk().version != "v1" || !place.is_whole() {
        return;
    }
    if !place.is_set() {
        cx.report(place, "a PodDisruptionBudget without a selector selects no Pods")
            .help("select the Pods of one application by their labels");
        return;
    }
    let Some(selector) = budget.selector().filter(Selector::is_empty) else { return };
    let mut pods = cx.workspace.pods_selected(object, &selector);
    pods.retain(|pod| pod.is_managed() && !pod.ends());
    if pods.len() != 1 {
        cx.report(place, "an empty selector selects all Pods in the namespace")
            .help("select the Pods of one application by their labels");
    }
}
