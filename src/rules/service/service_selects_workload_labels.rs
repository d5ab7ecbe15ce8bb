//! A selector that matches the labels of a workload instead of those of its pods.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICE_SELECTS_WORKLOAD_LABELS,
        name: "service-selects-workload-labels",
        title: "Selector that matches workload labels only",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("service_selects_workload_labels.md"),
    },
    check: &Kinds(&["Service", "PodDisruptionBudget", "NetworkPolicy"], check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(selector) = object.pod_selector() else { return };
    if selector.is_empty() || cx.workspace.selects_any(object, &selector) {
        return;
    }
    let Some(pod) = cx.workspace.workload_labelled(object, &selector) else { return };
    let missing = selector.misses(pod.labels());
    let Some(Term::Equal { key: label, value, place }) = missing.first().copied() else { return };
    let title = name(pod.object().title());
    let own = pod.object().place().at(&["metadata", "labels", label]);
    let edit = pod.labels_place().get(label).set(&scalar(value)).filter(|_| missing.len() == 1);
    let message =
        text!("label `{}: {}` is on {} itself, not on its Pods", key(label), value, title);
    cx.report(place, message)
        .related(own, text!("a label of {}", title))
        .related(pod.labels_place(), "the labels of its Pods")
        .help("add it to `spec.template.metadata.labels`; selectors match Pods only")
        .fix(Safety::Unsafe, "add the label to the Pod template", edit);
}
