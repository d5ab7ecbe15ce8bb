//! A pod that no controller recreates.

use k8s_openapi::api::core::v1::Pod;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NAKED_POD,
        name: "naked-pod",
        title: "Pod without a controller",
        aliases: &["kubescape:C-0073", "popeye:208", "datree:K8S_INCORRECT_KIND_VALUE_POD"],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("naked_pod.md"),
    },
    check: &Objects::<Pod>(check),
};

fn check<'a>(pod: At<'a, Pod>, cx: &mut Context<'a>) {
    // A mirror of a static pod, or one that a controller owns.
    let owned = !pod.place().at(&["metadata", "ownerReferences"]).is_empty();
    if !owned {
        cx.report(pod.place().get("kind"), "a bare Pod is not replaced when its node fails")
            .help("use a Deployment, StatefulSet or Job");
    }
}
