//! A workload with a single replica.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::TOO_FEW_REPLICAS,
        name: "too-few-replicas",
        title: "Single replica",
        aliases: &[
            "kube-linter:minimum-three-replicas",
            "kube-score:deployment-replicas",
            "polaris:deploymentMissingReplicas",
            "datree:DEPLOYMENT_INCORRECT_REPLICAS_VALUE",
            "kubevious:replica-count-check",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("too_few_replicas.md"),
    },
    check: &Pods(check),
};

const LEAST: i64 = 2;

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let object = pod.object();
    if !matches!(object.gvk.kind.as_str(), "Deployment" | "StatefulSet") {
        return;
    }
    let place = object.field("spec").get("replicas");
    let count = if place.is_set() { place.int() } else { Some(1) };
    let few = count.is_some_and(|count| (1..LEAST).contains(&count));
    if few && cx.workspace.autoscalers_of(object).is_empty() {
        cx.report(place, "with a single replica, every restart is an outage")
            .help("run two or more replicas, unless the application must run alone");
    }
}
