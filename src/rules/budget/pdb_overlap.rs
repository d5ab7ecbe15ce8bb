//! Two disruption budgets for the same pods.

use k8s_openapi::api::policy::v1::PodDisruptionBudget;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PDB_OVERLAP,
        name: "pdb-overlap",
        title: "Overlapping PodDisruptionBudgets",
        aliases: &["popeye:209"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("pdb_overlap.md"),
    },
    check: &Objects::<PodDisruptionBudget>(check),
};

fn check<'a>(budget: At<'a, PodDisruptionBudget>, cx: &mut Context<'a>) {
    let object = budget.object();
    let Some(selector) = budget.selector() else { return };
    // By unit: loose files may be alternatives of each other.
    let is_rival = |other: &Object| {
        other.id < object.id
            && other.source == object.source
            && other.shares_namespace(object)
            && other.name != object.name
            && other.is_whole()
    };
    let pods = cx.workspace.pods_selected(object, &selector);
    let rival = pods.iter().find_map(|pod| {
        let rival = cx.workspace.selecting("PodDisruptionBudget", *pod, &is_rival)?;
        Some((pod, rival, rival.pod_selector()?))
    });
    let Some((pod, rival, theirs)) = rival else { return };
    let title = pod.object().title();
    let message = text!("two PodDisruptionBudgets select the Pods of {}", name(&title));
    cx.report(selector.place(), message)
        .related(theirs.place(), text!("also selected by {}", name(rival.title())))
        .related(pod.labels_place(), text!("the labels of {}", name(title)))
        .help("narrow one of the selectors, otherwise these Pods cannot be evicted");
}
