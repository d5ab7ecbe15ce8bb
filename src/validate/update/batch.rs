//! Changes of jobs (`pkg/apis/batch/validation`, `pkg/registry/batch/job/strategy.go`).

use serde_json::{Map, Value};

use super::{UPDATE, differing, fixed, same, value};
use crate::{
    model::{Place, gates},
    text,
    validate::Checker,
};

pub(super) fn job<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    completions(old.get("spec"), new.get("spec"), cx);
    template(old, new, cx);
}

/// Those of an indexed job may change together with its parallelism.
fn completions<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let (before, now) = (old.get("completions"), new.get("completions"));
    if new.get("completionMode").str() != "Indexed" {
        return fixed(before, now, cx);
    }
    if !same(before, now) && now.is_set() && now.int() != new.get("parallelism").int() {
        let message = "it can only be changed together with `spec.parallelism`, to the same number";
        cx.invalid(UPDATE, now, message);
    }
}

/// The Pods of a suspended Job may still be given other resources and other nodes.
fn template<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    let suspended = old.at(&["spec", "suspend"]).bool() == Some(true);
    let status = old.get("status");
    let started = status.get("startTime").is_set();
    let idle = suspended
        && (!started || is_suspended(status))
        && status.get("active").int().unwrap_or(0) == 0;
    let newer = cx.version.enables(gates::MUTABLE_POD_RESOURCES_FOR_SUSPENDED_JOBS);
    let moves = if newer { idle } else { suspended && !started };
    let mut place = new.at(&["spec", "template"]);
    let (mut before, mut now) = (value(old.at(&["spec", "template"])), value(place));
    if moves {
        for template in [&mut before, &mut now] {
            drop_directives(template);
        }
    }
    if newer && idle {
        take_resources(&mut before, &now);
        // Of the metadata, labels and annotations alone could differ.
        place = place.get("spec");
        (before, now) = (before["spec"].take(), now["spec"].take());
    }
    if before != now {
        let message = text!(
            "field is immutable ({} differs); delete the Job and create it again",
            text::name(differing(&before, &now))
        );
        cx.invalid(UPDATE, place, message);
    }
}

fn is_suspended(status: Place<'_>) -> bool {
    status.get("conditions").items().any(|condition| {
        condition.get("type").str() == "Suspended" && condition.get("status").str() == "True"
    })
}

/// Removes what decides where Pods are scheduled.
fn drop_directives(template: &mut Value) {
    if let Some(Value::Object(metadata)) = template.get_mut("metadata") {
        metadata.shift_remove("labels");
        metadata.shift_remove("annotations");
    }
    let Some(Value::Object(spec)) = template.get_mut("spec") else { return };
    for key in ["nodeSelector", "tolerations", "schedulingGates"] {
        spec.shift_remove(key);
    }
    if let Some(Value::Object(affinity)) = spec.get_mut("affinity") {
        affinity.shift_remove("nodeAffinity");
        if affinity.is_empty() {
            spec.shift_remove("affinity");
        }
    }
}

/// Gives containers the resources of those of the same name and place.
fn take_resources(to: &mut Value, from: &Value) {
    for list in ["containers", "initContainers"] {
        let Some(Value::Array(to)) = to.get_mut("spec").and_then(|spec| spec.get_mut(list)) else {
            continue;
        };
        let none = Vec::new();
        let from = from["spec"][list].as_array().unwrap_or(&none);
        if to.len() != from.len() {
            continue;
        }
        for (to, from) in to.iter_mut().zip(from).filter(|(to, from)| to["name"] == from["name"]) {
            let empty = || Value::Object(Map::new());
            let resources = from.get("resources").cloned().unwrap_or_else(empty);
            if let Value::Object(container) = to {
                container.insert("resources".to_owned(), resources);
            }
        }
    }
}
