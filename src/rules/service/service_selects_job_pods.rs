//! A selector meant for a long-running workload that also matches the pods of a Job.

use k8s_openapi::api::core::v1::{Service, ServicePort};

use crate::{model::Target, rules::prelude::*};

pub(super) static RULE: Rule = Rule {
    code: "KV3107",
    name: "service-selects-job-pods",
    title: "Service that selects Pods of a Job",
    aliases: &[],
    severity: Severity::Warning,
    set: Set::Core,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("service_selects_job_pods.md"),
    check: &Every(check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    if !matches!(object.gvk.kind.as_str(), "Service" | "PodDisruptionBudget") {
        return;
    }
    let Some(selector) = object.pod_selector().filter(|s| !s.is_empty()) else { return };
    let pods = cx.workspace.pods_selected(object, &selector);
    let (jobs, lasting): (Vec<_>, Vec<_>) = pods.into_iter().partition(|pod| pod.ends());
    let (Some(job), Some(app)) = (jobs.first(), lasting.first()) else { return };
    let spared = object.get::<Service>().is_some_and(|service| spares(service, *job));
    if spared || job.object().source != app.object().source {
        return;
    }
    let (one, other) = (app.object().title(), job.object().title());
    let effect = match object.gvk.kind.as_str() {
        "Service" => "while the Job runs, requests are sent to its pods and fail",
        _ => "the Job's pods count as healthy, and the budget cannot tell how many there should be",
    };
    cx.report(selector.place(), format!("the selector of {one} also matches pods of {other}"))
        .related(job.labels_place(), format!("the pods of {other} have the same labels"))
        .related(app.labels_place(), format!("as those of {one}"))
        .help(format!(
            "{effect}: add a label, such as app.kubernetes.io/component, to tell them apart"
        ));
}

/// Whether a Service sends nothing to a Job's pods that is not meant for them: they declare a port
/// that it aims at, or it aims at ports by names, none of which they have. (`getEndpointPorts` of
/// `k8s.io/endpointslice` leaves such pods without ports; DNS lists them all the same where the
/// Service is headless.)
fn spares(service: At<'_, Service>, job: PodTemplate<'_>) -> bool {
    let declares = |target| job.ports().any(|declared| declared.is(target));
    let by_name = |port: At<'_, ServicePort>| matches!(port.target(), Target::Name(_));
    service.ports().any(|port| declares(port.target()))
        || !service.is_headless() && service.ports().all(by_name)
}
