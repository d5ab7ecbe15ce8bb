//! An autoscaler without room to scale.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV4305",
    name: "hpa-cannot-scale",
    title: "HorizontalPodAutoscaler that cannot scale",
    aliases: &["polaris:hpaMaxAvailability"],
    severity: Severity::Info,
    set: Set::Recommended,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("hpa_cannot_scale.md"),
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(autoscaler) = Autoscaler::of(object) else { return };
    let min = autoscaler.min();
    if autoscaler.max() == Some(min) {
        let field = if autoscaler.is_keda() { "maxReplicaCount" } else { "maxReplicas" };
        cx.report(
            object.field("spec").get(field),
            format!("always {min} replicas: nothing is scaled"),
        )
        .help("raise the maximum, or write replicas instead of an autoscaler");
    }
}
