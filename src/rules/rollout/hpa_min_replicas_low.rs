//! An autoscaler that goes down to one replica.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV4304",
    name: "hpa-min-replicas-low",
    title: "HorizontalPodAutoscaler minimum of one replica",
    aliases: &[
        "kube-linter:hpa-minimum-three-replicas",
        "kube-score:horizontalpodautoscaler-replicas",
        "polaris:hpaMinAvailability",
        "datree:HPA_MISSING_MINREPLICAS_KEY",
    ],
    severity: Severity::Info,
    set: Set::Strict,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("hpa_min_replicas_low.md"),
    check: &Every(check),
};

const LEAST: i64 = 2;

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(autoscaler) = Autoscaler::of(object).filter(|a| !a.is_keda()) else { return };
    let min = autoscaler.min();
    if (1..LEAST).contains(&min) {
        cx.report(object.field("spec").get("minReplicas"), "scales down to one replica")
            .help("every restart of that one is an outage: keep two or more");
    }
}
