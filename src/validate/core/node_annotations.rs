//! Annotations that stood for fields of early Nodes and are still validated
//! (`ValidateNodeSpecificAnnotations` in `pkg/apis/core/validation/validation.go`).

use std::collections::BTreeSet;

use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    code,
    model::{
        Place,
        value::time::{Fraction, is_time},
    },
    text,
    validate::{Checker, Reason, names},
};

const TAINTS: &str = "scheduler.alpha.kubernetes.io/taints";
const AVOID: &str = "scheduler.alpha.kubernetes.io/preferAvoidPods";

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct AnnotatedTaint {
    key: Option<String>,
    value: Option<String>,
    effect: Option<String>,
    time_added: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct AvoidPods {
    prefer_avoid_pods: Option<Vec<Option<AvoidPodsEntry>>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct AvoidPodsEntry {
    pod_signature: Option<PodSignature>,
    eviction_time: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct PodSignature {
    pod_controller: Option<PodController>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PodController {
    controller: Option<bool>,
}

pub(super) fn annotations<'a>(node: Place<'a>, cx: &mut Checker<'a>) {
    let annotations = node.get("metadata").get("annotations");
    taints(annotations.get(TAINTS), cx);
    avoided_pods(annotations.get(AVOID), cx);
}

/// What an annotation holds: `None` if nothing, `Err` if it is not JSON of this kind.
fn read<T: DeserializeOwned>(annotation: Place<'_>) -> Option<Result<T, ()>> {
    let text = annotation.text().filter(|text| !text.is_empty())?;
    serde_json::from_str::<Option<T>>(text).map_err(|_| ()).transpose()
}

fn is_unset_or_time(time: Option<&String>) -> bool {
    time.is_none_or(|time| is_time(time, Fraction::Optional))
}

fn taints<'a>(annotation: Place<'a>, cx: &mut Checker<'a>) {
    let Some(list) = read::<Vec<Option<AnnotatedTaint>>>(annotation) else { return };
    let has_times = |list: &Vec<Option<AnnotatedTaint>>| {
        list.iter().flatten().all(|taint| is_unset_or_time(taint.time_added.as_ref()))
    };
    let Some(list) = list.ok().filter(has_times) else {
        let message = "annotation is not a JSON list of taints";
        cx.invalid(code::INVALID_SYSTEM_ANNOTATION, annotation, message)
            .path("metadata.annotations")
            .help("remove it, and use `spec.taints`");
        return;
    };
    let mut seen = BTreeSet::new();
    for (index, taint) in list.into_iter().enumerate() {
        let AnnotatedTaint { key, value, effect, .. } = taint.unwrap_or_default();
        let path = format!("metadata.annotations.{TAINTS}[{index}]");
        let pair = (key.unwrap_or_default(), effect.unwrap_or_default());
        one_taint(annotation, &pair, &value.unwrap_or_default(), &path, cx);
        if seen.contains(&pair) {
            let message = text!("taint `{}` with effect {} is listed twice", pair.0, pair.1);
            cx.duplicate(code::INVALID_SYSTEM_ANNOTATION, annotation, message).path(path);
        }
        seen.insert(pair);
    }
}

fn one_taint<'a>(
    annotation: Place<'a>,
    (key, effect): &(String, String),
    value: &str,
    path: &str,
    cx: &mut Checker<'a>,
) {
    for (field, text, verdict) in [
        ("key", key.as_str(), names::qualified_name(key)),
        ("value", value, names::label_value(value)),
    ] {
        if let Err(fault) = verdict {
            let message =
                text!("{} `{}` of a taint {}", text::name(field), names::shown(text), fault.what);
            let cause = cx.invalid(code::INVALID_SYSTEM_ANNOTATION, annotation, message);
            cause.path(format!("{path}.{field}")).help(fault.allowed);
        }
    }
    let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
    let path = format!("{path}.effect");
    if effect.is_empty() {
        let message = text!("taint `{}` has no `effect`", key);
        cx.required(code::INVALID_SYSTEM_ANNOTATION, annotation, message).path(path);
    } else if !effects.contains(&effect.as_str()) {
        let message = text!("effect `{}` of a taint is not supported", effect);
        cx.refuse(code::INVALID_SYSTEM_ANNOTATION, Reason::NotSupported, annotation, message)
            .path(path)
            .help("write NoSchedule, PreferNoSchedule or NoExecute");
    }
}

/// A controller that is not said to be one or not makes the server panic: nothing is said of it.
fn avoided_pods<'a>(annotation: Place<'a>, cx: &mut Checker<'a>) {
    let Some(pods) = read::<AvoidPods>(annotation) else { return };
    // `serde` takes a list for an object with all its fields in order.
    let is_object = !annotation.str().trim_start().starts_with('[');
    let has_times = |pods: &AvoidPods| {
        let mut entries = pods.prefer_avoid_pods.iter().flatten().flatten();
        entries.all(|entry| is_unset_or_time(entry.eviction_time.as_ref()))
    };
    let Some(pods) = pods.ok().filter(|_| is_object).filter(has_times) else {
        let message = "annotation is not a JSON object that lists Pods to avoid";
        cx.invalid(code::INVALID_SYSTEM_ANNOTATION, annotation, message)
            .path("metadata.annotations.AvoidPods")
            .help("remove it: no scheduler reads it any more");
        return;
    };
    for (index, entry) in pods.prefer_avoid_pods.into_iter().flatten().enumerate() {
        let path = format!("metadata.annotations.{AVOID}[{index}].PodSignature");
        let signature = entry.and_then(|entry| entry.pod_signature).unwrap_or_default();
        match signature.pod_controller {
            None => {
                let message = "`podSignature.podController` is missing";
                cx.required(code::INVALID_SYSTEM_ANNOTATION, annotation, message).path(path);
            }
            Some(PodController { controller: Some(false) }) => {
                let message = "`controller` of `podController` must be true";
                cx.invalid(code::INVALID_SYSTEM_ANNOTATION, annotation, message)
                    .path(format!("{path}.PodController.Controller"));
            }
            Some(_) => {}
        }
    }
}
