//! Changes of Pods (`ValidatePodUpdate` of `pkg/apis/core/validation`).

use serde_json::{Map, Value};

use super::{UPDATE, differing, same, value, without};
use crate::{model::Place, text, validate::Checker};

const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";
const MIRROR: &str = "kubernetes.io/config.mirror";

/// What has rules of its own; of containers only the image may change.
const CHECKED_SEPARATELY: &[&str] = &[
    "activeDeadlineSeconds",
    "containers",
    "initContainers",
    "schedulingGates",
    "terminationGracePeriodSeconds",
    "tolerations",
];

pub(super) fn pod<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    annotations(old.at(&["metadata", "annotations"]), new.at(&["metadata", "annotations"]), cx);
    let (old, new) = (old.get("spec"), new.get("spec"));
    for list in ["containers", "initContainers"] {
        if old.get(list).items().count() != new.get(list).items().count() {
            cx.forbidden(UPDATE, new.get(list), "containers of a Pod cannot be added or removed");
            return;
        }
    }
    if !deadline(old.get("activeDeadlineSeconds"), new.get("activeDeadlineSeconds"), cx) {
        return;
    }
    tolerations(old.get("tolerations"), new.get("tolerations"), cx);
    gates(old.get("schedulingGates"), new.get("schedulingGates"), cx);
    rest(old, new, cx);
}

fn annotations<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let checked = |key: &str| key.starts_with(APP_ARMOR) || key == MIRROR;
    for (key, before) in old.entries().filter(|(key, _)| checked(key)) {
        let now = new.get(key);
        if now.text() != before.text() {
            let path = format!("metadata.annotations[{key}]");
            cx.forbidden(UPDATE, now, "annotation of a Pod is immutable").path(path);
        }
    }
    for (key, now) in new.entries().filter(|(key, _)| checked(key)) {
        if !old.get(key).is_present() {
            cx.forbidden(UPDATE, now, "annotation cannot be added to a Pod");
        }
    }
}

/// A deadline may be set or lowered; whether the rest is checked.
fn deadline<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) -> bool {
    match (old.int(), new.int()) {
        (Some(_), None) => {
            cx.invalid(UPDATE, new, "`activeDeadlineSeconds` cannot be removed");
            true
        }
        (Some(before), Some(now)) if now > before => {
            let message = text!("`activeDeadlineSeconds` cannot be raised, it is {}", before);
            cx.invalid(UPDATE, new, message);
            false
        }
        (_, Some(now)) => (0..=i64::from(i32::MAX)).contains(&now),
        _ => true,
    }
}

fn tolerations<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let bare = |toleration| without(toleration, &["tolerationSeconds"]);
    let now: Vec<Value> = new.items().map(bare).collect();
    if old.items().any(|toleration| !now.contains(&bare(toleration))) {
        let message = "tolerations can only be added to a Pod; of existing ones, only \
                       `tolerationSeconds` can be changed";
        cx.forbidden(UPDATE, new, message);
    }
}

fn gates<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let known = old.first_seen("name");
    for gate in new.items().map(|gate| gate.get("name")) {
        if known.get(&gate.str()).is_none() {
            let message =
                text!("scheduling gates can only be removed, but `{}` is new", gate.str());
            cx.forbidden(UPDATE, gate, message);
        }
    }
}

/// Nothing else may change, except where a Pod with scheduling gates goes.
fn rest<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let (mut before, mut now) =
        (without(old, CHECKED_SEPARATELY), without(new, CHECKED_SEPARATELY));
    for list in ["containers", "initContainers"] {
        for (spec, value) in [(old, &mut before), (new, &mut now)] {
            let containers = spec.get(list).items().map(|one| without(one, &["image"]));
            let containers: Vec<Value> = containers.collect();
            if let (Value::Object(fields), false) = (value, containers.is_empty()) {
                fields.insert(list.to_owned(), containers.into());
            }
        }
    }
    let grace = "terminationGracePeriodSeconds";
    let made_right = old.get(grace).int().is_some_and(|n| n < 0) && new.get(grace).int() == Some(1);
    if !made_right && !same(old.get(grace), new.get(grace)) {
        for (spec, value) in [(old, &mut before), (new, &mut now)] {
            if let Value::Object(fields) = value {
                fields.insert(grace.to_owned(), super::value(spec.get(grace)));
            }
        }
    }
    if old.get("schedulingGates").count() > 0 {
        node_selector(old.get("nodeSelector"), new.get("nodeSelector"), cx);
        let key = ["affinity", "nodeAffinity"];
        node_affinity(old.at(&key), new.at(&key), cx);
        for spec in [&mut before, &mut now] {
            drop_nodes(spec);
        }
    }
    if before != now {
        let message = text!(
            "{} of a Pod cannot be changed; only images, `activeDeadlineSeconds`, \
             `terminationGracePeriodSeconds` (to 1, if it was negative), new tolerations and \
             removed scheduling gates are allowed",
            text::name(differing(&before, &now))
        );
        cx.forbidden(UPDATE, new, message);
    }
}

fn drop_nodes(spec: &mut Value) {
    let Value::Object(spec) = spec else { return };
    spec.shift_remove("nodeSelector");
    if let Some(Value::Object(affinity)) = spec.get_mut("affinity") {
        affinity.shift_remove("nodeAffinity");
        if affinity.is_empty() {
            spec.shift_remove("affinity");
        }
    }
}

fn node_selector<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    if old.entries().any(|(key, value)| new.get(key).text() != value.text()) {
        cx.invalid(
            UPDATE,
            new,
            "labels can only be added while the Pod has scheduling gates, not changed or removed",
        );
    }
}

/// Terms of a Pod with scheduling gates may be narrowed, not changed.
fn node_affinity<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let key = ["requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"];
    let (old, new) = (old.at(&key), new.at(&key));
    let (before, now): (Vec<_>, Vec<_>) = (old.items().collect(), new.items().collect());
    if before.is_empty() {
        return;
    }
    if before.len() != now.len() {
        cx.invalid(
            UPDATE,
            new,
            "terms of a Pod with scheduling gates cannot be added to existing ones or removed",
        );
        return;
    }
    for (before, now) in before.into_iter().zip(now) {
        if !narrows(&value(before), &value(now)) {
            let message = "requirements can only be added while the Pod has scheduling gates, not changed \
                 or removed";
            cx.invalid(UPDATE, now, message);
        }
    }
}

fn narrows(old: &Value, new: &Value) -> bool {
    let empty = Map::new();
    let (old, new) = (old.as_object().unwrap_or(&empty), new.as_object().unwrap_or(&empty));
    if old.is_empty() {
        return new.is_empty();
    }
    ["matchExpressions", "matchFields"].into_iter().all(|key| {
        let list = |term: &Map<String, Value>| {
            term.get(key).and_then(Value::as_array).cloned().unwrap_or_default()
        };
        list(new).starts_with(&list(old))
    })
}
