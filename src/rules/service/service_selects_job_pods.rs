//! A selector meant for a long-running workload that also matches the pods of a Job.

use k8s_openapi::api::core::v1::{Service, ServicePort};

use crate::{model::TargetPort, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SERVICE_SELECTS_JOB_PODS,
        name: "service-selects-job-pods",
        title: "Service that selects Pods of a Job",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("service_selects_job_pods.md"),
    },
    check: &Kinds(&["Service", "PodDisruptionBudget"], check),
};

/// The label that tells the parts of an application apart.
const COMPONENT: &str = "app.kubernetes.io/component";

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
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
        "Service" => "requests sent to them fail",
        _ => "the budget counts them too",
    };
    let (one, other) = (name(one), name(other));
    let message = text!("the selector also matches Pods of {}, and {}", other, name(effect));
    cx.report(selector.place(), message)
        .related(job.labels_place(), text!("labels of the Pods of {}", other))
        .related(app.labels_place(), text!("labels of the Pods of {}", one))
        .help(text!("select by a label that only {} has, such as `{}`", one, name(COMPONENT)));
}

/// Whether a Service sends a Job's pods only what is meant for them: they declare one of its target
/// ports, or its target ports are names, none of which they have. (`getEndpointPorts` of
/// `k8s.io/endpointslice` leaves such pods without ports; DNS still lists them where the Service is
/// headless.)
fn spares(service: At<'_, Service>, job: PodTemplate<'_>) -> bool {
    let declares = |target| job.ports().any(|declared| declared.is(target));
    let by_name = |port: At<'_, ServicePort>| matches!(port.target(), TargetPort::Name(_));
    service.ports().any(|port| declares(port.target()))
        || !service.is_headless() && service.ports().all(by_name)
}
