//! A workload whose selector matches the pods of another one.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::WORKLOAD_SELECTORS_OVERLAP,
        name: "workload-selectors-overlap",
        title: "Overlapping workload selectors",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("workload_selectors_overlap.md"),
    },
    check: &Kinds(&KINDS, check),
};

const KINDS: [&str; 5] =
    ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController"];

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(selector) = object.workload_selector().filter(|s| !s.is_empty()) else { return };
    let pods = cx.workspace.pods_selected(object, &selector);
    let other = pods.into_iter().find(|pod| {
        let other = pod.object();
        let is_other = other.id != object.id && other.name != object.name;
        is_other && other.source == object.source && KINDS.contains(&other.gvk.kind.as_str())
    });
    let Some(pod) = other else { return };
    let title = name(pod.object().title());
    cx.report(selector.place(), text!("the selector also matches the Pods of {}", title))
        .related(pod.labels_place(), text!("the labels of the Pods of {}", title))
        .help("add a label to selector and template that only these Pods have");
}
