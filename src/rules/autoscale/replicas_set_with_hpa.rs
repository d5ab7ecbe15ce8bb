//! A fixed number of replicas for a workload with an autoscaler.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::REPLICAS_SET_WITH_HPA,
        name: "replicas-set-with-hpa",
        title: "Fixed replicas with an autoscaler",
        aliases: &[
            "kube-score:deployment-targeted-by-hpa-does-not-have-replicas-configured",
            "kics:HPA Targeted Deployments With Configured Replica Count",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("replicas_set_with_hpa.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let target = pod.object();
    let place = target.field("spec").get("replicas");
    // Zero turns a workload off, and its autoscaler with it.
    let Some(count) = place.int().filter(|count| *count != 0) else { return };
    let scalers = cx.workspace.autoscalers_of(target);
    let fixed = |scaler: &Autoscaler<'a>| scaler.min() == count && scaler.max() == Some(count);
    let Some(scaler) = scalers.first().filter(|_| !scalers.iter().any(fixed)) else { return };
    let title = name(scaler.object().title());
    let message = text!("`replicas: {}` conflicts with {}", count, title);
    cx.report(place, message)
        .related(scaler.reference().get("name"), "this autoscaler scales the workload")
        .help("remove `replicas`, otherwise each apply resets the number of replicas")
        .fix(Safety::Unsafe, "remove `replicas`", place.remove());
}
