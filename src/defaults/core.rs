//! Defaults of the core group (`pkg/apis/core/v1/defaults.go`).

use serde_json::{Value, json};

use super::{Fields, at, inner, is_empty, items_mut, pod_resources, set_absent, text};
use crate::model::{
    value::{ImageReference, Quantity},
    version::Version,
};

pub(super) fn container(container: &mut Fields) {
    if text(container, "imagePullPolicy").is_empty() {
        let policy = pull_policy(text(container, "image"));
        container.insert("imagePullPolicy".to_owned(), policy.into());
    }
}

pub(super) fn image_volume(volume: &mut Fields) {
    if text(volume, "pullPolicy").is_empty() {
        let policy = pull_policy(text(volume, "reference"));
        volume.insert("pullPolicy".to_owned(), policy.into());
    }
}

/// What is not an image is refused elsewhere.
fn pull_policy(image: &str) -> &'static str {
    ImageReference::parse(image).map_or("IfNotPresent", ImageReference::default_policy)
}

/// A volume of nothing is an `emptyDir`.
pub(super) fn volume(volume: &mut Fields) {
    if volume.keys().all(|key| key == "name") {
        volume.insert("emptyDir".to_owned(), json!({}));
    }
}

/// Amounts are rounded up to thousandths.
pub(super) fn round_up(amounts: &mut Fields) {
    for amount in amounts.values_mut() {
        if let Some(Ok(quantity)) = amount.as_str().map(Quantity::parse) {
            *amount = quantity.rounded().to_string().into();
        }
    }
}

pub(super) fn pod(pod: &mut Fields) {
    let Some(spec) = pod.get_mut("spec").and_then(Value::as_object_mut) else { return };
    let on_host = spec.get("hostNetwork") == Some(&Value::Bool(true));
    for list in ["containers", "initContainers"] {
        for container in items_mut(spec, list) {
            requests_from_limits(container);
            if on_host {
                items_mut(container, "ports").for_each(host_port);
            }
        }
    }
    pod_resources::fill(spec);
    set_absent(spec, "enableServiceLinks", true);
}

/// What is limited and not requested is requested as far as it is limited.
fn requests_from_limits(container: &mut Fields) {
    let Some(limits) = at(container, &["resources", "limits"]).cloned() else { return };
    let requests = inner(inner(container, "resources"), "requests");
    for (name, limit) in limits {
        requests.entry(name).or_insert(limit);
    }
}

/// On the host's network, a port is one of the host.
fn host_port(port: &mut Fields) {
    if port.get("hostPort").is_none_or(is_empty)
        && let Some(number) = port.get("containerPort").cloned()
    {
        port.insert("hostPort".to_owned(), number);
    }
}

pub(super) fn service(spec: &mut Fields, version: Version) {
    match text(spec, "sessionAffinity") {
        "None" => {
            spec.shift_remove("sessionAffinityConfig");
        }
        "ClientIP" => {
            let client = inner(inner(spec, "sessionAffinityConfig"), "clientIP");
            set_absent(client, "timeoutSeconds", 10_800);
        }
        _ => {}
    }
    for port in items_mut(spec, "ports") {
        if port.get("targetPort").is_none_or(is_empty)
            && let Some(number) = port.get("port").cloned()
        {
            port.insert("targetPort".to_owned(), number);
        }
    }
    if is_external(spec, version) && text(spec, "externalTrafficPolicy").is_empty() {
        spec.insert("externalTrafficPolicy".to_owned(), "Cluster".into());
    }
}

/// Whether a service can be reached from outside the cluster; before 1.29 its type alone decides.
fn is_external(spec: &Fields, version: Version) -> bool {
    let type_ = text(spec, "type");
    let external = version.since(29) && spec.get("externalIPs").is_some_and(|ips| !is_empty(ips));
    matches!(type_, "LoadBalancer" | "NodePort") || type_ == "ClusterIP" && external
}

pub(super) fn namespace(namespace: &mut Fields) {
    let name = at(namespace, &["metadata"]).map_or("", |meta| text(meta, "name")).to_owned();
    if !name.is_empty() {
        let labels = inner(inner(namespace, "metadata"), "labels");
        labels.insert("kubernetes.io/metadata.name".to_owned(), name.into());
    }
}

pub(super) fn replication_controller(controller: &mut Fields) {
    let labels = at(controller, &["spec", "template", "metadata", "labels"]).cloned();
    let Some(labels) = labels else { return };
    let unset = |value: Option<&Value>| value.is_none_or(is_empty);
    if unset(at(controller, &["spec"]).and_then(|spec| spec.get("selector"))) {
        inner(controller, "spec").insert("selector".to_owned(), labels.clone().into());
    }
    if unset(at(controller, &["metadata"]).and_then(|meta| meta.get("labels"))) {
        inner(controller, "metadata").insert("labels".to_owned(), labels.into());
    }
}

/// Limits of containers follow from one another: the default from the maximum, the default request
/// from the default, then from the minimum.
pub(super) fn limit_range_item(item: &mut Fields) {
    if text(item, "type") != "Container" {
        return;
    }
    for (to, from) in [("default", "max"), ("defaultRequest", "default"), ("defaultRequest", "min")]
    {
        let from = at(item, &[from]).cloned().unwrap_or_default();
        let to = inner(item, to);
        for (name, amount) in from {
            to.entry(name).or_insert(amount);
        }
    }
}
