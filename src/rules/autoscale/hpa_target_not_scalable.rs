//! An autoscaler for a kind without replicas.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HPA_TARGET_NOT_SCALABLE,
        name: "hpa-target-not-scalable",
        title: "Autoscaler target that cannot be scaled",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("hpa_target_not_scalable.md"),
    },
    check: &Kinds(AUTOSCALERS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(autoscaler) = Autoscaler::of(object) else { return };
    let Some(target) = autoscaler.target() else { return };
    let fixed = matches!(
        (target.group, target.kind),
        ("apps" | "extensions", "DaemonSet") | ("batch", "Job" | "CronJob") | ("", "Pod")
    );
    if fixed {
        let message = text!("{} has no scale subresource", name(target.kind));
        cx.report(autoscaler.reference().get("kind"), message)
            .help("scale a Deployment, StatefulSet or ReplicaSet instead");
    }
}
