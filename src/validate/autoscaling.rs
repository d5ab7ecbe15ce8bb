//! Horizontal Pod autoscalers (`pkg/apis/autoscaling/validation/validation.go`), as of
//! autoscaling/v2; v1 is checked by the parts that it has.

use super::{Checker, Reason, core::resources, names};
use crate::{
    code::{self, Code},
    diagnostic::Safety,
    model::{Place, value::Quantity},
    text,
};

const PERIOD: std::ops::RangeInclusive<i64> = 1..=1800;
const WINDOW: std::ops::RangeInclusive<i64> = 0..=3600;

pub(super) fn horizontal_pod_autoscaler<'a>(cx: &mut Checker<'a>) {
    let spec = cx.object.field("spec");
    replicas(spec, cx);
    target(spec.get("scaleTargetRef"), cx);
    scaling_to_zero(spec, cx);
    if cx.object.gvk.version == "v1" {
        cpu_percentage(spec, cx);
        return;
    }
    for metric in spec.get("metrics").items() {
        metric_spec(metric, cx);
    }
    for direction in ["scaleUp", "scaleDown"] {
        scaling_rules(spec.get("behavior").get(direction), cx);
    }
}

fn replicas<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let (least, most) = (spec.get("minReplicas"), spec.get("maxReplicas"));
    let since_zero = cx.version.since(37);
    if let Some(value) = least.int().filter(|value| *value < 1) {
        let lowest = u8::from(!since_zero || value == 0);
        let message =
            text!("`minReplicas` must be at least {}, but is {}", text::name(lowest), value);
        let cause = cx.invalid(code::HPA_REPLICA_BOUNDS, least, message);
        if value == 0 {
            cause.help("scaling to zero requires the feature gate HPAScaleToZero");
            cause.unless("HPAScaleToZero");
            cause.on_by_default = since_zero;
        }
    }
    match most.int() {
        None if most.is_set() => return,
        None | Some(0) => {
            let reason = if cx.version.since(36) { Reason::Required } else { Reason::Invalid };
            let message = "`maxReplicas` must be at least 1";
            cx.refuse(code::HPA_REPLICA_BOUNDS, reason, most, message);
        }
        Some(value) if value < 1 => {
            let message = text!("`maxReplicas` must be at least 1, but is {}", value);
            cx.invalid(code::HPA_REPLICA_BOUNDS, most, message);
        }
        Some(_) => {}
    }
    // An absent minReplicas is filled with 1.
    let floor = if least.is_set() { least.int() } else { Some(1) };
    let ceiling = most.int().unwrap_or(0);
    if let Some(floor) = floor.filter(|floor| ceiling < *floor) {
        let message =
            text!("`maxReplicas` ({}) must not be less than `minReplicas` ({})", ceiling, floor);
        cx.invalid(code::HPA_REPLICA_BOUNDS, most, message).related(least, "`minReplicas`");
    }
}

fn target<'a>(reference: Place<'a>, cx: &mut Checker<'a>) {
    let kind = reference.get("kind").str();
    object_reference(code::INVALID_HPA_TARGET_REF, reference, kind == "ReplicationController", cx);
}

/// `ValidateCrossVersionObjectReference`.
fn object_reference<'a>(
    code: Code,
    reference: Place<'a>,
    core_allowed: bool,
    cx: &mut Checker<'a>,
) {
    for name in ["kind", "name"] {
        if cx.require(code, reference.get(name)) {
            cx.format(code, reference.get(name), names::path_segment);
        }
    }
    let mark = cx.mark();
    api_version(code, reference, core_allowed, cx);
    cx.refused_since(34, mark, "the autoscaler then does not find the object");
}

/// The API version of an object that is scaled or measured (`ValidateAPIVersion`).
fn api_version<'a>(code: Code, reference: Place<'a>, core_allowed: bool, cx: &mut Checker<'a>) {
    let version = reference.get("apiVersion");
    let text = version.str();
    if version.is_set() && version.text().is_none() {
        return;
    }
    if text.matches('/').count() > 1 {
        cx.invalid(code, version, text!("`{}` is not a valid API version", text))
            .help("write a group and version such as apps/v1");
    } else if !core_allowed && (!text.contains('/') || text.starts_with('/')) {
        group_missing(code, reference, cx);
    }
}

fn group_missing<'a>(code: Code, reference: Place<'a>, cx: &mut Checker<'a>) {
    let version = reference.get("apiVersion");
    let message = match version.str() {
        "" => text!("`apiVersion` is missing"),
        text => text!("`{}` has no API group", text),
    };
    let cause = cx.invalid(code, version, message);
    if matches!(reference.get("kind").str(), "Deployment" | "ReplicaSet" | "StatefulSet") {
        cause.help("write `apps/v1`").fix(Safety::Safe, "write `apps/v1`", version.set("apps/v1"));
    }
}

/// The sources of a metric in the order in which the server looks at them; only the first one
/// that is written is checked.
const SOURCES: &[(&str, &str)] = &[
    ("Object", "object"),
    ("External", "external"),
    ("Pods", "pods"),
    ("Resource", "resource"),
    ("ContainerResource", "containerResource"),
];

/// In v1 the only metric, which is checked in the form of later versions.
fn cpu_percentage<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let percent = spec.get("targetCPUUtilizationPercentage");
    if let Some(value) = percent.int().filter(|value| *value < 1) {
        let message =
            text!("`targetCPUUtilizationPercentage` must be at least 1, but is {}", value);
        cx.invalid(code::INVALID_HPA_METRIC, percent, message)
            .path("spec.metrics[0].resource.target.averageUtilization");
    }
}

/// A minimum of 0 requires a metric that exists without Pods. (v1 keeps such metrics in an
/// annotation.)
fn scaling_to_zero<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let unbound = |metric: Place<'a>| matches!(metric.get("type").str(), "Object" | "External");
    let metrics = spec.get("metrics");
    let annotations = cx.object.place().at(&["metadata", "annotations"]);
    let noted = annotations.get("autoscaling.alpha.kubernetes.io/metrics").is_set();
    if spec.get("minReplicas").int() == Some(0) && !noted && !metrics.items().any(unbound) {
        let message = "`minReplicas: 0` requires a metric of type Object or External";
        cx.forbidden(code::HPA_REPLICA_BOUNDS, metrics, message);
    }
}

fn metric_spec<'a>(metric: Place<'a>, cx: &mut Checker<'a>) {
    let kind = metric.get("type");
    if kind.is_empty() {
        cx.required(code::INVALID_HPA_METRIC, kind, "metric has no `type`");
    }
    let known = SOURCES.iter().find(|(name, _)| *name == kind.str());
    if known.is_none() && (kind.text().is_some() || !kind.is_set()) {
        let names = ["ContainerResource", "External", "Object", "Pods", "Resource"];
        cx.not_supported(code::INVALID_HPA_METRIC, kind, &names);
    }
    let present: Vec<&str> =
        SOURCES.iter().map(|(_, field)| *field).filter(|f| metric.get(f).is_set()).collect();
    if let Some(first) = present.first() {
        source(metric.get(first), cx);
    }
    if let Some((name, expected)) = known
        && !metric.get(expected).is_set()
    {
        let message =
            text!("metric of type {} has no `{}`", text::name(name), text::name(expected));
        cx.required(code::INVALID_HPA_METRIC, metric.get(expected), message);
    }
    if present.len() > 1 {
        let expected = known.map(|(_, field)| *field);
        for other in present.into_iter().filter(|field| Some(*field) != expected) {
            let message = text!("`{}` is not allowed in a metric of this type", text::name(other));
            cx.forbidden(code::INVALID_HPA_METRIC, metric.get(other), message)
                .related(kind, "type is set here");
        }
    }
}

fn source<'a>(source: Place<'a>, cx: &mut Checker<'a>) {
    let field = source.name();
    match field.as_str() {
        "object" => {
            object_reference(code::INVALID_HPA_METRIC, source.get("describedObject"), true, cx);
        }
        "containerResource" => {
            if cx.require(code::INVALID_HPA_METRIC, source.get("container")) {
                cx.format(code::INVALID_HPA_METRIC, source.get("container"), names::dns_label);
            }
        }
        _ => {}
    }
    if matches!(field.as_str(), "resource" | "containerResource") {
        let name = source.get("name");
        if cx.require(code::INVALID_HPA_METRIC, name)
            && field == "containerResource"
            && let Some((message, help)) = resources::container_resource_fault(name.str())
        {
            cx.invalid(code::INVALID_HPA_METRIC, name, message).help(help);
        }
    } else {
        let name = source.get("metric").get("name");
        if cx.require(code::INVALID_HPA_METRIC, name) {
            cx.format(code::INVALID_HPA_METRIC, name, names::path_segment);
        }
    }
    let target = source.get("target");
    metric_target(target, cx);
    amounts(&field, target, cx);
}

fn metric_target<'a>(target: Place<'a>, cx: &mut Checker<'a>) {
    let kind = target.get("type");
    if kind.is_empty() {
        cx.required(code::INVALID_HPA_METRIC, kind, "target has no `type`");
    }
    let known = ["Utilization", "Value", "AverageValue"];
    if !known.contains(&kind.str()) && (kind.text().is_some() || !kind.is_set()) {
        let message = text!(
            "`type` must be one of {}, but is `{}`",
            text::name(known.join(", ")),
            kind.str()
        );
        cx.invalid(code::INVALID_HPA_METRIC, kind, message);
    }
    for name in ["value", "averageValue"] {
        let place = target.get(name);
        let amount = place.node().and_then(Quantity::of).and_then(Result::ok);
        if amount.is_some_and(|amount| amount.is_zero() || amount.is_negative()) {
            cx.invalid(
                code::INVALID_HPA_METRIC,
                place,
                text!("`{}` must be more than 0", text::name(name)),
            );
        }
    }
    let percent = target.get("averageUtilization");
    if let Some(value) = percent.int().filter(|value| *value < 1) {
        cx.invalid(
            code::INVALID_HPA_METRIC,
            percent,
            text!("`averageUtilization` must be at least 1, but is {}", value),
        );
    }
}

/// Which of a target's amounts each source requires, and which cannot be combined.
fn amounts<'a>(source: &str, target: Place<'a>, cx: &mut Checker<'a>) {
    let [value, average, percent] =
        ["value", "averageValue", "averageUtilization"].map(|name| target.get(name));
    let (missing, both) = match source {
        "object" => (!value.is_set() && !average.is_set(), None),
        "external" => (!value.is_set() && !average.is_set(), average.is_set().then_some(value)),
        "pods" => (!average.is_set(), None),
        _ => (!percent.is_set() && !average.is_set(), percent.is_set().then_some(average)),
    };
    if missing {
        let (place, help) = match source {
            "resource" | "containerResource" => (percent, "`averageUtilization` or `averageValue`"),
            "pods" => (average, "`averageValue`"),
            _ => (average, "`value` or `averageValue`"),
        };
        cx.required(code::INVALID_HPA_METRIC, place, text!("target requires {}", text::name(help)));
    }
    if let Some(place) = both.filter(|place| place.is_set()) {
        let message =
            text!("`{}` cannot be combined with another amount", text::name(place.name()));
        cx.forbidden(code::INVALID_HPA_METRIC, place, message);
    }
}

fn scaling_rules<'a>(rules: Place<'a>, cx: &mut Checker<'a>) {
    if !rules.is_set() {
        return;
    }
    cx.within(code::INVALID_HPA_BEHAVIOR, rules.get("stabilizationWindowSeconds"), WINDOW);
    cx.one_of_set(
        code::INVALID_HPA_BEHAVIOR,
        rules.get("selectPolicy"),
        &["Disabled", "Max", "Min"],
    );
    let policies = rules.get("policies");
    // An absent list is filled; an empty one is not.
    if policies.is_set()
        && policies.node().is_some_and(|node| node.is_list())
        && policies.count() == 0
    {
        cx.required(code::INVALID_HPA_BEHAVIOR, policies, "`policies` must have at least one item");
    }
    for policy in policies.items() {
        scaling_policy(policy, cx);
    }
    let tolerance = rules.get("tolerance");
    let amount = tolerance.node().and_then(Quantity::of).and_then(Result::ok);
    if amount.is_some_and(|amount| amount.is_negative()) {
        cx.invalid(code::INVALID_HPA_BEHAVIOR, tolerance, "`tolerance` must be at least 0");
    }
}

fn scaling_policy<'a>(policy: Place<'a>, cx: &mut Checker<'a>) {
    let kind = policy.get("type");
    if !matches!(kind.str(), "Pods" | "Percent") && (kind.text().is_some() || !kind.is_set()) {
        cx.not_supported(code::INVALID_HPA_BEHAVIOR, kind, &["Percent", "Pods"]);
    }
    let value = policy.get("value");
    if value.int().is_some_and(|value| value < 1) || !value.is_set() {
        cx.invalid(code::INVALID_HPA_BEHAVIOR, value, "`value` must be at least 1");
    }
    let period = policy.get("periodSeconds");
    if period.int().is_some_and(|period| !PERIOD.contains(&period)) || !period.is_set() {
        cx.invalid(
            code::INVALID_HPA_BEHAVIOR,
            period,
            "`periodSeconds` must be between 1 and 1800",
        );
    }
}
