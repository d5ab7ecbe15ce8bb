//! A workload whose pods are not replaced one by one.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_ROLLING_UPDATE,
        name: "no-rolling-update",
        title: "Missing rolling update",
        aliases: &[
            "kube-linter:no-rolling-update-strategy",
            "kube-score:deployment-strategy",
            "kubescape:C-0305",
        ],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_rolling_update.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let spec = pod.object().field("spec");
    let place = match pod.object().gvk.kind.as_str() {
        "Deployment" => spec.get("strategy").get("type"),
        "DaemonSet" | "StatefulSet" => spec.get("updateStrategy").get("type"),
        _ => return,
    };
    // A volume that only one node can mount leaves no other choice.
    let held = spec.at(&["template", "spec", "volumes"]).items().any(|volume| {
        volume.get("persistentVolumeClaim").is_set() || volume.get("hostPath").is_set()
    });
    match place.str() {
        "Recreate" if !held => {
            cx.report(place, "all Pods are stopped before new ones start")
                .help("use RollingUpdate, unless two versions cannot run at the same time");
        }
        "OnDelete" => {
            cx.report(place, "Pods are only updated when they are deleted by hand")
                .help("use RollingUpdate");
        }
        _ => {}
    }
}
