//! A number of replicas beside an autoscaler that sets it.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV3406",
    name: "replicas-set-with-hpa",
    title: "Fixed replicas with a HorizontalPodAutoscaler",
    aliases: &[
        "kube-score:deployment-targeted-by-hpa-does-not-have-replicas-configured",
        "kics:HPA Targeted Deployments With Configured Replica Count",
    ],
    severity: Severity::Warning,
    set: Set::Core,
    fix: Fixable::Sometimes,
    since: "0.1.0",
    doc: include_str!("replicas_set_with_hpa.md"),
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let target = pod.object();
    let place = target.field("spec").get("replicas");
    // Zero switches a workload off, and its autoscaler with it.
    let Some(count) = place.int().filter(|count| *count != 0) else { return };
    let scalers = cx.workspace.autoscalers_of(target);
    let fixed = |scaler: &Autoscaler<'a>| scaler.min() == count && scaler.max() == Some(count);
    let Some(scaler) = scalers.first().filter(|_| !scalers.iter().any(fixed)) else { return };
    cx.report(place, format!("replicas is {count}, but {} sets it", scaler.object().title()))
        .related(scaler.reference().get("name"), "it scales this workload")
        .help("each apply resets the scale: leave replicas out where an autoscaler decides")
        .fix(Safety::Unsafe, "remove replicas", place.remove());
}
