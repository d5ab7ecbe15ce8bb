//! Two disruption budgets for the same pods.

use k8s_openapi::api::policy::v1::PodDisruptionBudget;

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV3412",
    name: "pdb-overlap",
    aliases: &["popeye:209"],
    severity: Severity::Error,
    set: Set::Core,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("pdb_overlap.md"),
    check: &Objects::<PodDisruptionBudget>(check),
};

fn check<'a>(budget: At<'a, PodDisruptionBudget>, cx: &mut Context<'a>) {
    let object = budget.object();
    let Some(selector) = budget.selector() else { return };
    // By unit: loose files may be alternatives of each other.
    let mut rivals = cx
        .workspace
        .of_kind("PodDisruptionBudget")
        .take_while(|other| other.id != object.id)
        .filter(|other| other.source == object.source && other.shares_namespace(object))
        .filter(|other| other.name != object.name && other.is_whole())
        .filter_map(|other| other.get::<PodDisruptionBudget>())
        .peekable();
    if rivals.peek().is_none() {
        return;
    }
    let pods = cx.workspace.pods_selected(object, &selector);
    for rival in rivals {
        let Some(theirs) = rival.selector() else { continue };
        let Some(pod) = pods.iter().find(|pod| theirs.matches(pod.labels())) else { continue };
        let title = pod.object().title();
        let other = rival.object().title();
        cx.report(selector.place(), format!("the pods of {title} have two budgets"))
            .related(theirs.place(), format!("{other} selects them too"))
            .related(pod.labels_place(), format!("the labels of {title}"))
            .help("such pods cannot be evicted at all: narrow one of the selectors");
        return;
    }
}
