//! An autoscaler whose minimum is its maximum.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HPA_CANNOT_SCALE,
        name: "hpa-cannot-scale",
        title: "Autoscaler with equal minimum and maximum",
        aliases: &["polaris:hpaMaxAvailability"],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("hpa_cannot_scale.md"),
    },
    check: &Kinds(AUTOSCALERS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(autoscaler) = Autoscaler::of(object) else { return };
    let min = autoscaler.min();
    if autoscaler.max() == Some(min) {
        let field = if autoscaler.is_keda() { "maxReplicaCount" } else { "maxReplicas" };
        let message = text!("minimum and maximum are both {}, so nothing is scaled", name(min));
        cx.report(object.field("spec").get(field), message)
            .help(text!("raise `{}`, or set `replicas` without an autoscaler", name(field)));
    }
}
