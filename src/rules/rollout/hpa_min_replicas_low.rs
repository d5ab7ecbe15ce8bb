//! An autoscaler that can scale down to one replica.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HPA_MIN_REPLICAS_LOW,
        name: "hpa-min-replicas-low",
        title: "Autoscaler minimum of one replica",
        aliases: &[
            "kube-linter:hpa-minimum-three-replicas",
            "kube-score:horizontalpodautoscaler-replicas",
            "polaris:hpaMinAvailability",
            "datree:HPA_MISSING_MINREPLICAS_KEY",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("hpa_min_replicas_low.md"),
    },
    check: &Kinds(AUTOSCALERS, check),
};

const LEAST: i64 = 2;

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(autoscaler) = Autoscaler::of(object).filter(|a| !a.is_keda()) else { return };
    let min = autoscaler.min();
    if (1..LEAST).contains(&min) {
        let message = "the autoscaler can scale down to one replica";
        cx.report(object.field("spec").get("minReplicas"), message)
            .help("set `minReplicas` to 2 or more, otherwise a restart can be an outage");
    }
}
