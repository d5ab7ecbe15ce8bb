//! A selector with a label that changes with each release.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MUTABLE_LABEL_IN_SELECTOR,
        name: "mutable-label-in-selector",
        title: "Mutable label in a selector",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("mutable_label_in_selector.md"),
    },
    check: &Pods(check),
};

const CHANGING: &[&str] = &[
    "app.kubernetes.io/version",
    "chart",
    "controller-revision-hash",
    "helm.sh/chart",
    "pod-template-hash",
];

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let object = pod.object();
    let immutable = matches!(
        object.gvk.kind.as_str(),
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet"
    );
    // In the ReplicaSet of a controller, the hash is right.
    let owned = !object.place().at(&["metadata", "ownerReferences"]).is_empty();
    if !immutable || owned {
        return;
    }
    for (key, place) in object.field("spec").at(&["selector", "matchLabels"]).entries() {
        if CHANGING.contains(&key) {
            let message =
                text!("selector contains `{}`, which changes with each release", text::key(key));
            let help = "remove it, otherwise the next release is rejected (field is immutable)";
            cx.report(place, message).help(help).fix(
                Safety::Unsafe,
                "remove it from the selector",
                place.remove(),
            );
        }
    }
}
