//! ResourceQuotas and LimitRanges (`ValidateResourceQuota` and `ValidateLimitRange` in
//! `pkg/apis/core/validation/validation.go`, defaults of `pkg/apis/core/v1/defaults.go`).

use indexmap::IndexSet;

use std::collections::BTreeSet;

use super::resources::{self, amount};
use crate::{
    code,
    model::{Place, value::Quantity},
    text,
    validate::{Checker, names},
};

pub(in crate::validate) fn resource_quota<'a>(quota: Place<'a>, cx: &mut Checker<'a>) {
    let spec = quota.get("spec");
    let hard = spec.get("hard");
    for (name, value) in hard.entries() {
        let known = resources::resource(name, value, cx);
        if known && !name.contains('/') && !resources::is_standard_for_quotas(name) {
            let message = text!("`{}` is not allowed in a quota", text::key(names::shown(name)));
            cx.invalid(code::INVALID_RESOURCE_QUOTA, value, message)
                .help(
                    "to limit the number of objects, write `count/resource.group`, such as \
                       count/jobs.batch",
                )
                .at = value.object().location(value.key_span());
        }
        if let Some(message) = amount(value).and_then(|q| resources::amount_fault(name, &q)) {
            cx.invalid(code::INVALID_RESOURCE_QUOTA, value, message);
        }
    }
    scopes(spec, cx);
    scope_selector(spec, cx);
    requests_above_limits(hard, cx);
}

/// Whether the resource is one that a scope can narrow; an unknown scope narrows all.
fn scope_covers(scope: &str, resource: &str) -> bool {
    let compute = resource == "pods" || {
        let bare = resource.strip_prefix("requests.").or(resource.strip_prefix("limits."));
        ["cpu", "memory"].contains(&bare.unwrap_or(resource))
    };
    match scope {
        "BestEffort" => resource == "pods",
        "Terminating"
        | "NotTerminating"
        | "NotBestEffort"
        | "PriorityClass"
        | "CrossNamespacePodAffinity" => compute,
        "VolumeAttributesClass" => {
            ["persistentvolumeclaims", "requests.storage"].contains(&resource)
        }
        _ => true,
    }
}

fn is_scope(scope: &str, cx: &Checker<'_>) -> bool {
    const SCOPES: [&str; 6] = [
        "BestEffort",
        "NotBestEffort",
        "Terminating",
        "NotTerminating",
        "PriorityClass",
        "CrossNamespacePodAffinity",
    ];
    SCOPES.contains(&scope) || scope == "VolumeAttributesClass" && cx.version.since(31)
}

/// Reports what is wrong with one scope, at the path that the server names.
fn scope<'a>(spec: Place<'a>, scope: Place<'a>, paths: [&str; 2], cx: &mut Checker<'a>) {
    let name = scope.str();
    if !is_scope(name, cx) {
        let message = text!("`{}` is not a valid quota scope", names::shown(name));
        cx.invalid(code::INVALID_RESOURCE_QUOTA, scope, message).path(paths[0]);
    }
    for (resource, limited) in spec.get("hard").entries() {
        if resources::is_standard_for_quotas(resource) && !scope_covers(name, resource) {
            let message = text!("scope {} does not apply to `{}`", name, text::key(resource));
            cx.invalid(code::INVALID_RESOURCE_QUOTA, scope, message)
                .path(paths[1])
                .related(limited, "limited here");
        }
    }
}

fn scopes<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let scopes = spec.get("scopes");
    for item in scopes.items() {
        scope(spec, item, ["spec.scopes"; 2], cx);
    }
    conflict(scopes, scopes.items().collect(), cx);
}

fn scope_selector<'a>(spec: Place<'a>, cx: &mut Checker<'a>) {
    let selector = spec.get("scopeSelector");
    let list = "spec.scopeSelector.matchExpressions";
    for requirement in selector.get("matchExpressions").items() {
        let (name, operator) = (requirement.get("scopeName"), requirement.get("operator"));
        scope(spec, name, [&format!("{list}.scopeName"), list], cx);
        let by_existence = name.str() != "PriorityClass" && name.str() != "VolumeAttributesClass";
        if by_existence && is_scope(name.str(), cx) && operator.str() != "Exists" {
            let message = text!("scope {} requires the operator `Exists`", name.str());
            cx.invalid(code::INVALID_RESOURCE_QUOTA, operator, message)
                .path(format!("{list}.operator"));
        }
        let values = requirement.get("values");
        match operator.str() {
            "In" | "NotIn" if values.count() == 0 => {
                let message = text!("operator `{}` requires `values`", text::name(operator.str()));
                cx.required(code::INVALID_RESOURCE_QUOTA, values, message)
                    .path(format!("{list}.values"));
            }
            "Exists" | "DoesNotExist" if values.count() > 0 => {
                let message =
                    text!("operator `{}` does not allow `values`", text::name(operator.str()));
                cx.invalid(code::INVALID_RESOURCE_QUOTA, values, message)
                    .path(format!("{list}.values"));
            }
            "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
            _ => {
                let message = text!(
                    "`operator` must be one of In, NotIn, Exists, DoesNotExist, but is `{}`",
                    names::shown(operator.str())
                );
                cx.invalid(code::INVALID_RESOURCE_QUOTA, operator, message)
                    .path(format!("{list}.operator"));
            }
        }
    }
    let names = selector.get("matchExpressions").items().map(|r| r.get("scopeName")).collect();
    conflict(selector, names, cx);
}

fn conflict<'a>(whole: Place<'a>, scopes: Vec<Place<'a>>, cx: &mut Checker<'a>) {
    for [one, other] in [["BestEffort", "NotBestEffort"], ["Terminating", "NotTerminating"]] {
        let find = |name: &str| scopes.iter().find(|scope| scope.str() == name);
        if let (Some(first), Some(second)) = (find(one), find(other)) {
            let message =
                text!("scopes {} and {} cannot be combined", text::name(one), text::name(other));
            let path =
                if whole.name() == "scopes" { "scopes" } else { "scopeSelector.matchExpressions" };
            cx.invalid(code::INVALID_RESOURCE_QUOTA, *second, message)
                .path(format!("spec.{path}"))
                .related(*first, "other scope");
        }
    }
}

fn requests_above_limits<'a>(hard: Place<'a>, cx: &mut Checker<'a>) {
    for (requests, bare, limits) in [
        ("requests.cpu", "cpu", "limits.cpu"),
        ("requests.memory", "memory", "limits.memory"),
        ("requests.ephemeral-storage", "", "limits.ephemeral-storage"),
    ] {
        let asked = hard.get(requests);
        let asked = if asked.is_set() { asked } else { hard.get(bare) };
        let limit = hard.get(limits);
        if let (Some(request), Some(most)) = (amount(asked), amount(limit))
            && request > most
        {
            let message = text!(
                "{} ({}) exceeds {} ({})",
                text::name(asked.name()),
                request.to_string(),
                text::name(limits),
                most.to_string()
            );
            cx.warn(code::QUOTA_REQUEST_ABOVE_LIMIT, asked, message)
                .path("")
                .related(limit, "limit");
        }
    }
}

pub(in crate::validate) fn limit_range<'a>(range: Place<'a>, cx: &mut Checker<'a>) {
    let mut seen = BTreeSet::new();
    for item in range.get("spec").get("limits").items() {
        let kind = item.get("type");
        let known = ["Pod", "Container", "PersistentVolumeClaim"].contains(&kind.str());
        if cx.format(code::INVALID_LIMIT_RANGE, kind, names::qualified_name).is_none()
            && !kind.str().contains('/')
            && !known
            && kind.text().is_some()
        {
            let message = text!(
                "`type` must be one of Pod, Container, PersistentVolumeClaim, but is `{}`",
                names::shown(kind.str())
            );
            cx.invalid(code::INVALID_LIMIT_RANGE, kind, message);
        }
        if !seen.insert(kind.str()) {
            let message = text!("limits for type `{}` are listed twice", kind.str());
            cx.duplicate(code::INVALID_LIMIT_RANGE, kind, message);
        }
        limit_item(item, cx);
    }
}

const FIELDS: [&str; 5] = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"];

fn limit_item<'a>(item: Place<'a>, cx: &mut Checker<'a>) {
    let kind = item.get("type").str();
    let mut all: IndexSet<&str> = IndexSet::new();
    for field in FIELDS {
        let forbidden = kind == "Pod" && field.starts_with("default");
        if forbidden && item.get(field).count() > 0 {
            let message = text!("`{}` is not allowed in limits of type Pod", text::name(field));
            cx.forbidden(code::INVALID_LIMIT_RANGE, item.get(field), message)
                .help("move it to an item of type Container");
        }
        for (name, value) in item.get(field).entries().filter(|_| !forbidden) {
            let mark = cx.mark();
            if matches!(kind, "Pod" | "Container") {
                resources::container_resource(name, value, cx);
            } else {
                resources::resource(name, value, cx);
            }
            if kind == "Container" {
                handed_on(item, field, name, mark, cx);
            }
            all.insert(name);
        }
    }
    if kind == "PersistentVolumeClaim" {
        let storage = |field| item.get(field).get("storage").is_present();
        if !storage("min") && !storage("max") {
            let message =
                "limits of type PersistentVolumeClaim require `storage` in `min` or `max`";
            cx.required(code::INVALID_LIMIT_RANGE, item, message)
                .path(format!("{}.limits", item.path()));
        }
    }
    all.into_iter().for_each(|name| limits_of(item, name, cx));
}

/// A wrong name is handed on with the amount, to the defaults that follow from it.
fn handed_on<'a>(item: Place<'a>, field: &str, name: &'a str, mark: usize, cx: &mut Checker<'a>) {
    let Some(fault) = cx.since(mark).first().cloned() else { return };
    let heirs: &[&'static str] = match field {
        "max" => &["default", "defaultRequest"],
        "default" | "min" => &["defaultRequest"],
        _ => &[],
    };
    for heir in heirs {
        if !item.get(heir).get(name).is_present() {
            let mut copy = fault.clone();
            copy.root = Some(copy.at);
            copy.path(format!("{}.{heir}[{name}]", item.path()));
            cx.push(copy);
        }
    }
}

/// The amounts of one resource, with their places; defaults filled in as the server
/// does for containers: limits from `max`, requests from limits, else from `min`.
fn limits_of<'a>(item: Place<'a>, name: &'a str, cx: &mut Checker<'a>) {
    let at = |field: &'a str| item.get(field).get(name);
    let container = item.get("type").str() == "Container";
    let pod = item.get("type").str() == "Pod";
    let filled = |field, others: &[&'a str]| {
        let place = at(field);
        let others = others.iter().map(|other| at(other)).filter(|_| container);
        let found = std::iter::once(place).chain(others).find(|place| place.is_present());
        found.filter(|_| !pod).and_then(amount)
    };
    let (min, max) = (amount(at("min")), amount(at("max")));
    let limit = filled("default", &["max"]);
    let request = filled("defaultRequest", &["default", "max", "min"]);
    let mut refuse_above =
        |field: &'a str, low: (&Option<Quantity>, &str), high: (&Option<Quantity>, &str)| {
            if let ((Some(small), small_name), (Some(large), large_name)) = (low, high)
                && small > large
            {
                let message = text!(
                    "{} of `{}` ({}) exceeds {} ({})",
                    text::name(small_name),
                    text::key(name),
                    small.to_string(),
                    text::name(large_name),
                    large.to_string()
                );
                cx.invalid(code::INVALID_LIMIT_RANGE, at(field), message);
            }
        };
    let (least, most) = ((&min, "the minimum"), (&max, "the maximum"));
    let (limit_named, request_named) =
        ((&limit, "the default limit"), (&request, "the default request"));
    refuse_above("min", least, most);
    refuse_above("defaultRequest", least, request_named);
    refuse_above("defaultRequest", request_named, most);
    refuse_above("defaultRequest", request_named, limit_named);
    refuse_above("default", least, limit_named);
    refuse_above("default", limit_named, most);
    ratio(at("maxLimitRequestRatio"), min.as_ref(), max.as_ref(), cx);
    let fixed = !resources::may_be_overcommitted(name);
    if let (Some(limit), Some(request)) = (limit, request)
        && fixed
        && limit != request
    {
        let message = text!(
            "`{}` cannot be overcommitted: default request {} differs from default limit {}",
            text::key(name),
            request.to_string(),
            limit.to_string()
        );
        cx.invalid(code::INVALID_LIMIT_RANGE, at("defaultRequest"), message);
    }
}

/// How far limits may go above requests: at least 1, and no further than `max` above `min`.
fn ratio<'a>(
    place: Place<'a>,
    min: Option<&Quantity>,
    max: Option<&Quantity>,
    cx: &mut Checker<'a>,
) {
    let Some(ratio) = amount(place) else { return };
    if ratio.milli() < 1000 {
        let message =
            text!("`maxLimitRequestRatio` must be at least 1, but is {}", ratio.to_string());
        cx.invalid(code::INVALID_LIMIT_RANGE, place, message);
    }
    if let (Some(min), Some(max)) = (min, max)
        && ratio.milli().saturating_mul(min.milli()) > max.milli().saturating_mul(1000)
    {
        let message = text!(
            "`maxLimitRequestRatio` {} exceeds the ratio of `max` {} to `min` {}",
            ratio.to_string(),
            max.to_string(),
            min.to_string()
        );
        cx.invalid(code::INVALID_LIMIT_RANGE, place, message);
    }
}
