//! What happens to an object on its way to the storage: conversion to the server's own types,
//! admission that needs no cluster, and the registries' `PrepareForCreate`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    Fields, at, at_mut, autoscaling, dropped, inner, is_empty, items, items_mut, set_absent, text,
};
use crate::{
    model::{
        gates,
        schema::{Shape, Type},
        version::Version,
    },
    syntax::base64,
};

/// Changes an object of a type, before it is stored.
type Prepare = fn(&mut Fields);

/// The same, where releases differ.
type PrepareAs = fn(&mut Fields, Version);

/// The types that are changed, wherever they are, by name.
const TYPES: &[(&str, Prepare)] = &[
    ("apps.v1.Deployment", deployment),
    ("autoscaling.v1.HorizontalPodAutoscaler", autoscaling::older),
    ("certificates.v1.CertificateSigningRequest", signing_request),
    ("core.v1.Namespace", namespace_finalizer),
    ("core.v1.Node", node),
    ("core.v1.PersistentVolume", |volume| finalizer(volume, "kubernetes.io/pv-protection")),
    ("core.v1.PersistentVolumeClaim", claim),
    ("core.v1.PodSpec", pod_spec),
    ("core.v1.PodTemplateSpec", annotations_of_init_containers),
    ("core.v1.Secret", secret),
    ("core.v1.Service", service),
    ("core.v1.ServiceAccount", service_account),
    ("discovery.v1.Endpoint", |endpoint| drop(endpoint.shift_remove("deprecatedTopology"))),
    ("storage.v1.VolumeAttributesClass", |class| {
        finalizer(class, "kubernetes.io/vac-protection");
    }),
];

/// Those that releases change differently, by name.
const TYPES_BY_RELEASE: &[(&str, PrepareAs)] =
    &[("batch.v1.Job", job), ("core.v1.Pod", pod), ("core.v1.PodSpec", dropped::from_pod)];

/// Where a type is in one of the lists above.
fn found<T: Copy>(types: &[(&str, T)], type_: Type) -> Option<T> {
    let index = types.binary_search_by_key(&type_.name(), |(name, _)| name).ok()?;
    Some(types[index].1)
}

/// Gives an object that names none a namespace; one of the whole cluster loses what it names.
pub(super) fn namespace(object: &mut Fields, namespace: Option<&str>) {
    let metadata = inner(object, "metadata");
    match namespace {
        None => drop(metadata.shift_remove("namespace")),
        Some(namespace) if text(metadata, "namespace").is_empty() => {
            metadata.insert("namespace".to_owned(), namespace.into());
        }
        Some(_) => {}
    }
}

/// What only a server sets, which no create request can.
pub(super) fn without_live_metadata(object: &mut Fields) {
    let metadata = inner(object, "metadata");
    for live in [
        "creationTimestamp",
        "deletionGracePeriodSeconds",
        "deletionTimestamp",
        "generation",
        "managedFields",
        "resourceVersion",
        "selfLink",
        "uid",
    ] {
        metadata.shift_remove(live);
    }
}

/// Prepares an object for the storage.
pub(super) fn prepare(object: &mut Fields, type_: Type, version: Version) {
    without_live_metadata(object);
    let metadata = inner(object, "metadata");
    if let Some(Value::Array(owners)) = metadata.get_mut("ownerReferences") {
        let mut seen = BTreeSet::new();
        owners.retain(|owner| seen.insert(owner.to_string()));
    }
    below(object, type_, Walk { version, root: true, keeps_gated: false });
}

/// What happens to the structs inside of an object whenever it is read or written.
pub(super) fn stored(object: &mut Fields, type_: Type, version: Version) {
    below(object, type_, Walk { version, root: false, keeps_gated: false });
}

/// The way through the structs of an object from the outside in.
#[derive(Clone, Copy)]
struct Walk {
    version: Version,
    /// The root alone is created.
    root: bool,
    /// Whether fields of this struct stay whose feature is off.
    keeps_gated: bool,
}

fn below(fields: &mut Fields, type_: Type, walk: Walk) {
    let everywhere = matches!(
        type_.name(),
        "core.v1.PodSpec" | "core.v1.PodTemplateSpec" | "discovery.v1.Endpoint"
    );
    if walk.root || everywhere {
        if let Some(prepare) = found(TYPES, type_) {
            prepare(fields);
        }
        if let Some(prepare) = found(TYPES_BY_RELEASE, type_) {
            prepare(fields, walk.version);
        }
    }
    // Where the source of a claim is in another namespace, all of it is dropped.
    let keeps = walk.keeps_gated || type_.name() == "core.v1.TypedObjectReference";
    // CronJobs drop fields of their Pods only, before 1.37.
    let keeps_gated = type_.name() == "batch.v1.JobTemplateSpec" && !walk.version.since(37);
    let inner = Walk { root: false, keeps_gated, ..walk };
    for field in type_.fields(walk.version) {
        if field.dropped_by(walk.version).is_some() && !keeps {
            fields.shift_remove(field.name());
        } else if let Some(value) = fields.get_mut(field.name()) {
            inside(value, field.shape(), inner);
        }
    }
}

fn inside(value: &mut Value, shape: Shape, walk: Walk) {
    match (shape, value) {
        (Shape::Object(type_), Value::Object(fields)) => below(fields, type_, walk),
        (Shape::List(of), Value::Array(items)) => {
            items.iter_mut().for_each(|item| inside(item, of.shape(), walk));
        }
        _ => {}
    }
}

/// What is set when the stored object is turned into the version that was asked for.
pub(super) fn finish(object: &mut Fields, type_: Type) {
    match type_.name() {
        // The server answers the question and does not repeat it.
        "authorization.v1.SelfSubjectRulesReview" => inner(object, "spec").clear(),
        "apps.v1.DaemonSet" => {
            let annotations = inner(inner(object, "metadata"), "annotations");
            let generation = text(annotations, GENERATION).parse::<i64>().unwrap_or(0).max(1);
            annotations.insert(GENERATION.to_owned(), generation.to_string().into());
        }
        "apps.v1.StatefulSet" => {
            for claim in items_mut(inner(object, "spec"), "volumeClaimTemplates") {
                claim.insert("apiVersion".to_owned(), "v1".into());
                claim.insert("kind".to_owned(), "PersistentVolumeClaim".into());
            }
        }
        _ => {}
    }
}

/// Where a DaemonSet keeps a field that `apps/v1` does not have.
pub(super) const GENERATION: &str = "deprecated.daemonset.template.generation";

/// A request of an API that is gone, kept in an annotation.
pub(super) fn deployment(deployment: &mut Fields) {
    if let Some(annotations) = at_mut(deployment, &["metadata", "annotations"])
        && text(annotations, "deprecated.deployment.rollback.to").is_empty()
    {
        annotations.shift_remove("deprecated.deployment.rollback.to");
    }
}

/// The labels that tell the pods of a Job, but for those with its uid. A Job without labels gets
/// those of its pods, these among them (`SetDefaults_Job`, which shares one map between both).
fn job(job: &mut Fields, version: Version) {
    dropped::from_job(job, version);
    let name = at(job, &["metadata"]).map_or("", |meta| text(meta, "name")).to_owned();
    let spec = inner(job, "spec");
    if spec.get("manualSelector") != Some(&true.into()) {
        if spec.get("selector").is_some_and(is_empty) {
            spec.shift_remove("selector");
        }
        let labels = inner(inner(inner(spec, "template"), "metadata"), "labels");
        set_absent(labels, "job-name", name.clone());
        if version.since(27) {
            set_absent(labels, "batch.kubernetes.io/job-name", name);
        }
    }
    let labels = at(spec, &["template", "metadata", "labels"]).cloned();
    let metadata = inner(job, "metadata");
    if let Some(labels) = labels
        && metadata.get("labels").is_none_or(is_empty)
    {
        metadata.insert("labels".to_owned(), labels.into());
    }
}

/// Who asks is written by the server.
fn signing_request(request: &mut Fields) {
    let spec = inner(request, "spec");
    for key in ["username", "uid", "groups", "extra"] {
        spec.shift_remove(key);
    }
}

fn namespace_finalizer(namespace: &mut Fields) {
    let finalizers = inner(namespace, "spec").entry("finalizers").or_insert_with(|| json!([]));
    if let Value::Array(finalizers) = finalizers
        && !finalizers.contains(&"kubernetes".into())
    {
        finalizers.push("kubernetes".into());
    }
}

/// A finalizer that keeps an object as long as it is in use.
fn finalizer(object: &mut Fields, name: &str) {
    let finalizers = inner(object, "metadata").entry("finalizers").or_insert_with(|| json!([]));
    if let Value::Array(finalizers) = finalizers
        && !finalizers.contains(&name.into())
    {
        finalizers.push(name.into());
    }
}

/// A node is not ready until its kubelet says so.
fn node(node: &mut Fields) {
    let spec = inner(node, "spec");
    spec.shift_remove("configSource");
    pod_ranges(spec);
    let known = items(spec, "taints").any(|taint| {
        text(taint, "key") == "node.kubernetes.io/not-ready"
            && text(taint, "effect") == "NoSchedule"
    });
    if !known && let Value::Array(taints) = spec.entry("taints").or_insert_with(|| json!([])) {
        taints.push(json!({"key": "node.kubernetes.io/not-ready", "effect": "NoSchedule"}));
    }
}

/// Two fields name the ranges of a node's pods; the older one, the first of them, wins.
pub(super) fn pod_ranges(spec: &mut Fields) {
    let ranges = spec.get("podCIDRs").cloned().unwrap_or_default();
    let range = text(spec, "podCIDR").to_owned();
    match ranges.get(0).and_then(Value::as_str) {
        Some(first) if range.is_empty() => {
            let first = first.to_owned();
            spec.insert("podCIDR".to_owned(), first.into());
        }
        Some(first) if first == range => {}
        _ if range.is_empty() => {}
        _ => {
            spec.insert("podCIDRs".to_owned(), json!([range]));
        }
    }
}

/// The finalizer of a claim, and its source.
fn claim(claim: &mut Fields) {
    finalizer(claim, "kubernetes.io/pvc-protection");
    data_source(claim);
}

/// Two fields name the source of a claim: each is made from the other.
pub(super) fn data_source(claim: &mut Fields) {
    let spec = inner(claim, "spec");
    let elsewhere = at(spec, &["dataSourceRef"]).is_some_and(|r| !text(r, "namespace").is_empty());
    if elsewhere {
        // The feature for sources in other namespaces is off.
        spec.shift_remove("dataSourceRef");
    }
    if !spec.contains_key("dataSourceRef") && !at(spec, &["dataSource"]).is_some_and(is_old_source)
    {
        spec.shift_remove("dataSource");
    }
    for (from, to) in [("dataSource", "dataSourceRef"), ("dataSourceRef", "dataSource")] {
        if let (Some(source), None) = (spec.get(from).cloned(), spec.get(to)) {
            spec.insert(to.to_owned(), source);
        }
    }
}

/// What the older of the two fields may name: a claim or a snapshot.
fn is_old_source(source: &Fields) -> bool {
    match text(source, "apiGroup") {
        "" => text(source, "kind") == "PersistentVolumeClaim",
        "snapshot.storage.k8s.io" => text(source, "kind") == "VolumeSnapshot",
        _ => false,
    }
}

fn pod(pod: &mut Fields, version: Version) {
    annotations_of_init_containers(pod);
    let labels = at(pod, &["metadata", "labels"]).cloned().unwrap_or_default();
    let annotations = at(pod, &["metadata", "annotations"]).cloned().unwrap_or_default();
    let spec = inner(pod, "spec");
    if spec.get("terminationGracePeriodSeconds").and_then(Value::as_i64).is_some_and(|n| n < 0) {
        spec.insert("terminationGracePeriodSeconds".to_owned(), 1.into());
    }
    tolerations(spec);
    label_keys(spec, &labels, version);
    if version.enables(gates::APP_ARMOR_FIELDS) {
        app_armor(spec, &annotations);
    }
}

/// A pod stays for five minutes on a node that is not ready or not reachable.
pub(super) fn tolerations(spec: &mut Fields) {
    for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
        let tolerated = items(spec, "tolerations").any(|toleration| {
            [key, ""].contains(&text(toleration, "key"))
                && ["NoExecute", ""].contains(&text(toleration, "effect"))
        });
        let list = spec.entry("tolerations").or_insert_with(|| json!([]));
        if let (false, Value::Array(list)) = (tolerated, list) {
            list.push(json!({
                "key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300,
            }));
        }
    }
}

/// Keys of the pod's own labels become requirements of the selectors next to them.
fn label_keys(spec: &mut Fields, labels: &Fields, version: Version) {
    let kinds: &[&str] = if version.enables(gates::MATCH_LABEL_KEYS_IN_POD_AFFINITY) {
        &["podAffinity", "podAntiAffinity"]
    } else {
        &[]
    };
    for kind in kinds {
        let Some(affinity) = at_mut(spec, &["affinity", kind]) else { continue };
        for term in items_mut(affinity, "requiredDuringSchedulingIgnoredDuringExecution") {
            require_labels(term, "matchLabelKeys", "In", labels);
            require_labels(term, "mismatchLabelKeys", "NotIn", labels);
        }
        for weighted in items_mut(affinity, "preferredDuringSchedulingIgnoredDuringExecution") {
            let term = inner(weighted, "podAffinityTerm");
            require_labels(term, "matchLabelKeys", "In", labels);
            require_labels(term, "mismatchLabelKeys", "NotIn", labels);
        }
    }
    if version.enables(gates::MATCH_LABEL_KEYS_IN_POD_TOPOLOGY_SPREAD_SELECTOR_MERGE) {
        for constraint in items_mut(spec, "topologySpreadConstraints") {
            require_labels(constraint, "matchLabelKeys", "In", labels);
        }
    }
}

fn require_labels(term: &mut Fields, keys: &str, operator: &str, labels: &Fields) {
    let keys = term.get(keys).and_then(Value::as_array).cloned().unwrap_or_default();
    let Some(selector) = at_mut(term, &["labelSelector"]) else { return };
    for key in &keys {
        let Some(value) = key.as_str().and_then(|key| labels.get(key)) else { continue };
        let required = json!({"key": key, "operator": operator, "values": [value]});
        let list = selector.entry("matchExpressions").or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(required);
        }
    }
}

/// AppArmor profiles in annotations become fields of the containers.
fn app_armor(spec: &mut Fields, annotations: &Fields) {
    if at(spec, &["os"]).is_some_and(|os| text(os, "name") == "windows") {
        return;
    }
    let of_pod = at(spec, &["securityContext", "appArmorProfile"]).cloned();
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        for container in items_mut(spec, list) {
            let key = format!(
                "container.apparmor.security.beta.kubernetes.io/{}",
                text(container, "name")
            );
            let profile = match text(annotations, &key) {
                "runtime/default" => json!({"type": "RuntimeDefault"}),
                "unconfined" => json!({"type": "Unconfined"}),
                other => match other.strip_prefix("localhost/").filter(|name| !name.is_empty()) {
                    Some(name) => json!({"type": "Localhost", "localhostProfile": name}),
                    None => continue,
                },
            };
            let own = at(container, &["securityContext", "appArmorProfile"]).is_some();
            if !own && of_pod.as_ref().map(|profile| json!(profile)) != Some(profile.clone()) {
                inner(container, "securityContext").insert("appArmorProfile".to_owned(), profile);
            }
        }
    }
}

/// One name of an account in two fields.
fn pod_spec(spec: &mut Fields) {
    let mut name = text(spec, "serviceAccountName").to_owned();
    if name.is_empty() {
        text(spec, "serviceAccount").clone_into(&mut name);
    }
    for key in ["serviceAccountName", "serviceAccount"] {
        spec.insert(key.to_owned(), name.clone().into());
    }
}

/// How init containers were written before 1.6.
pub(super) fn annotations_of_init_containers(pod: &mut Fields) {
    if let Some(annotations) = at_mut(pod, &["metadata", "annotations"]) {
        for maturity in ["alpha", "beta"] {
            for what in ["init-containers", "init-container-statuses"] {
                annotations.shift_remove(&format!("pod.{maturity}.kubernetes.io/{what}"));
            }
        }
    }
}

/// Texts become bytes, and win over those.
pub(super) fn secret(secret: &mut Fields) {
    let Some(Value::Object(texts)) = secret.shift_remove("stringData") else { return };
    for (key, value) in texts {
        let bytes = base64::encode(value.as_str().unwrap_or("").as_bytes());
        inner(secret, "data").insert(key, bytes.into());
    }
}

/// The families of a service's addresses, in a cluster of IPv4 alone; addresses and ports that are
/// not written are allocated by the cluster.
pub(super) fn service(service: &mut Fields) {
    let spec = inner(service, "spec");
    if text(spec, "type") == "ExternalName" {
        spec.shift_remove("internalTrafficPolicy");
        return;
    }
    let address = text(spec, "clusterIP").to_owned();
    if !address.is_empty() {
        set_absent(spec, "clusterIPs", json!([address]));
    } else if let Some(first) = spec.get("clusterIPs").and_then(|ips| ips.get(0)).cloned() {
        spec.insert("clusterIP".to_owned(), first);
    }
    let any_family = address == "None" && spec.get("selector").is_none_or(is_empty);
    let policy = if any_family { "RequireDualStack" } else { "SingleStack" };
    set_absent(spec, "ipFamilyPolicy", policy);
    let both = any_family && text(spec, "ipFamilyPolicy") != "SingleStack";
    if let Value::Array(families) = spec.entry("ipFamilies").or_insert_with(|| json!([])) {
        if families.is_empty() {
            families.push("IPv4".into());
        }
        if both && families.len() == 1 {
            families.push(if families[0] == "IPv4" { "IPv6" } else { "IPv4" }.into());
        }
    }
}

/// Only the names of secrets are kept.
pub(super) fn service_account(account: &mut Fields) {
    for secret in items_mut(account, "secrets") {
        secret.retain(|key, _| key == "name");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema;

    #[test]
    fn types_are_sorted_and_exist() {
        assert!(TYPES.is_sorted_by_key(|(name, _)| name));
        assert!(TYPES_BY_RELEASE.is_sorted_by_key(|(name, _)| name));
        let by_release = TYPES_BY_RELEASE.iter().map(|(name, _)| name);
        for name in TYPES.iter().map(|(name, _)| name).chain(by_release) {
            assert!(schema::type_named(name).is_some(), "{name}");
        }
    }
}
