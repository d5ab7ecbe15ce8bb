//! A utilization metric for a resource that a container does not request.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HPA_METRIC_WITHOUT_REQUEST,
        name: "hpa-metric-without-request",
        title: "Utilization metric without a resource request",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("hpa_metric_without_request.md"),
    },
    check: &Kinds(AUTOSCALERS, check),
};

fn check<'a>(object: &'a Object, cx: &mut Context<'a>) {
    let Some(autoscaler) = Autoscaler::of(object).filter(|a| !a.is_keda()) else { return };
    let targets = cx.workspace.scaled_by(autoscaler);
    let [target] = targets[..] else { return };
    let Some(pod) = PodTemplate::of(target).filter(|_| target.is_whole()) else { return };
    for metric in autoscaler.resource_metrics() {
        if metric.utilization && matches!(metric.resource, "cpu" | "memory") {
            check_metric(metric, pod, cx);
        }
    }
}

fn check_metric<'a>(metric: ResourceMetric<'a>, pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let resource = metric.resource;
    // Requests of the pod as a whole count for its containers.
    if metric.container.is_none() && requests(pod.spec.field("resources"), resource) {
        return;
    }
    let supplied = is_supplied(pod, resource, cx);
    for container in pod.running() {
        let meant = metric.container.is_none_or(|name| name.str() == container.name);
        let place = container.field("resources");
        if !meant || requests(place, resource) || !place.is_whole() {
            continue;
        }
        let message =
            text!("container `{}` has no {} request", name(&container.name), name(resource));
        let finding = cx.report(place, message);
        finding
            .related(metric.place, text!("scaled by {} utilization here", name(resource)))
            .help(text!("set `resources.requests.{}`, or scale by averageValue", name(resource)));
        if supplied {
            finding.severity(Severity::Info);
        }
    }
}

/// Whether a resource is requested; a limit counts as a request.
fn requests<'a>(resources: Place<'a>, resource: &'a str) -> bool {
    ["requests", "limits"].into_iter().any(|list| resources.get(list).get(resource).is_set())
}

/// Whether the request may be set by others: a LimitRange, a VPA, or what injects containers.
fn is_supplied<'a>(pod: PodTemplate<'a>, resource: &'a str, cx: &Context<'a>) -> bool {
    let object = pod.object();
    let ranges = cx.workspace.ruling("LimitRange", object);
    let vpas = cx.workspace.of_kind("VerticalPodAutoscaler");
    let mut limits = ranges.iter().flat_map(|range| range.field("spec").get("limits").items());
    let defaults = ["defaultRequest", "default", "min", "max"];
    pod.is_injected()
        || limits.any(|limit| defaults.iter().any(|list| limit.get(list).get(resource).is_set()))
        || vpas
            .map(|vpa| vpa.field("spec").at(&["targetRef", "name"]))
            .any(|name| name.str() == object.name)
}
