//! A Pod that a ReplicaSet takes as one of its own.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::BARE_POD_ADOPTED,
        name: "bare-pod-adopted",
        title: "Pod that a controller adopts",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("bare_pod_adopted.md"),
    },
    check: &Kinds(&["ReplicaSet", "ReplicationController"], check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(selector) = object.workload_selector().filter(|s| !s.is_empty()) else { return };
    for pod in cx.workspace.pods_selected(object, &selector) {
        let bare = pod.object();
        let owned = bare.field("metadata").get("ownerReferences").is_set();
        if pod.is_managed() || bare.gvk.kind != "Pod" || owned || bare.source != object.source {
            continue;
        }
        let title = name(object.title());
        cx.report(pod.labels_place(), text!("{} adopts this Pod, or deletes it", title))
            .related(selector.place(), "its selector")
            .help("use labels that the selector does not match");
    }
}
