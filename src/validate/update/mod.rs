//! What a server refuses of a change: fields that cannot be changed once the object exists, and
//! changes that only go one way (`Validate*Update` of `k8s.io/kubernetes/pkg/apis/*/validation`).
//! What is wrong with the new object by itself is reported by [`super::validate`].
//!
//! One file a family. Both objects have their defaults; the old one has its status. Causes carry no
//! code: no rule of the catalogue sees two states of an object.
//!
//! Not checked: ResourceSlice, Event, PodGroup and Workload, whose changes are their controllers',
//! and conditions of a CertificateSigningRequest; and admission checks of a change, such as
//! whether the volumes of a class may grow.

mod apps;
mod batch;
mod core;
mod definition;
mod networking;
mod pod;
mod service;
mod storage;
mod volume;

use serde_json::Value;

use super::{Cause, Checker};
use crate::{
    code::Code,
    defaults,
    model::{Object, Place, version::Version},
    text,
};

/// Stands for the code of a rule.
const UPDATE: Code = Code::NONE;

/// What checks the change of an object of a kind, from the old to the new one.
type Judge = for<'a> fn(Place<'a>, Place<'a>, &mut Checker<'a>);

/// Kinds with more than fields that cannot change.
const KINDS: &[(&str, &str, Judge)] = &[
    ("", "ConfigMap", core::config_map),
    ("", "Node", core::node),
    ("", "PersistentVolume", volume::volume),
    ("", "PersistentVolumeClaim", volume::claim),
    ("", "Pod", pod::pod),
    ("", "ResourceQuota", core::quota),
    ("", "Secret", core::secret),
    ("", "Service", service::service),
    ("apiextensions.k8s.io", "CustomResourceDefinition", definition::definition),
    ("apps", "StatefulSet", apps::stateful_set),
    ("batch", "Job", batch::job),
    ("networking.k8s.io", "ServiceCIDR", networking::service_cidr),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding", core::binding),
    ("rbac.authorization.k8s.io", "RoleBinding", core::binding),
    ("scheduling.k8s.io", "PriorityClass", core::priority_class),
    ("storage.k8s.io", "CSIDriver", storage::driver),
    ("storage.k8s.io", "CSINode", storage::node),
    ("storage.k8s.io", "VolumeAttributesClass", storage::attributes_class),
];

/// Fields that cannot change, by kind.
const FIXED: &[(&str, &str, &[&[&str]])] = &[
    (
        "apiextensions.k8s.io",
        "CustomResourceDefinition",
        &[&["spec", "group"], &["spec", "names", "plural"]],
    ),
    ("apps", "ControllerRevision", &[&["data"]]),
    ("apps", "DaemonSet", &[&["spec", "selector"]]),
    ("apps", "Deployment", &[&["spec", "selector"]]),
    ("apps", "ReplicaSet", &[&["spec", "selector"]]),
    (
        "batch",
        "Job",
        &[
            &["spec", "selector"],
            &["spec", "completionMode"],
            &["spec", "podFailurePolicy"],
            &["spec", "backoffLimitPerIndex"],
            &["spec", "managedBy"],
            &["spec", "successPolicy"],
        ],
    ),
    ("certificates.k8s.io", "ClusterTrustBundle", &[&["spec", "signerName"]]),
    ("certificates.k8s.io", "PodCertificateRequest", &[&["spec"]]),
    ("coordination.k8s.io", "LeaseCandidate", &[&["spec", "leaseName"]]),
    ("discovery.k8s.io", "EndpointSlice", &[&["addressType"]]),
    ("networking.k8s.io", "IPAddress", &[&["spec", "parentRef"]]),
    ("networking.k8s.io", "IngressClass", &[&["spec", "controller"]]),
    ("node.k8s.io", "RuntimeClass", &[&["handler"]]),
    ("resource.k8s.io", "ResourceClaim", &[&["spec"]]),
    ("resource.k8s.io", "ResourceClaimTemplate", &[&["spec"]]),
    ("scheduling.k8s.io", "PriorityClass", &[&["preemptionPolicy"]]),
    ("storage.k8s.io", "CSIStorageCapacity", &[&["nodeTopology"], &["storageClassName"]]),
    (
        "storage.k8s.io",
        "StorageClass",
        &[&["parameters"], &["provisioner"], &["reclaimPolicy"], &["volumeBindingMode"]],
    ),
    ("storage.k8s.io", "VolumeAttachment", &[&["spec"]]),
    ("storagemigration.k8s.io", "StorageVersionMigration", &[&["spec"]]),
];

/// What cannot change is not checked by itself, whatever it is changed to.
const NOT_REVALIDATED: &[(&str, &str, &str)] = &[
    ("apps", "StatefulSet", "spec.serviceName"),
    ("apps", "StatefulSet", "spec.volumeClaimTemplates"),
    ("certificates.k8s.io", "PodCertificateRequest", "spec"),
    ("resource.k8s.io", "ResourceClaim", "spec"),
];

/// Whether a server reports a cause of [`super::validate`] for an object that was changed.
pub fn applies_on_update(object: &Object, cause: &Cause) -> bool {
    let below = |path: &str| {
        cause
            .path
            .strip_prefix(path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    !NOT_REVALIDATED.iter().any(|(group, kind, path)| object.gvk.is(group, kind) && below(path))
}

/// Everything that a server of a version refuses of the change from one object to another of the
/// same kind, both with their defaults.
pub fn update(old: &Object, new: &Object, version: Version) -> Vec<Cause> {
    let mut cx = Checker::new(new, version);
    let gvk = &new.gvk;
    let (before, now) = (old.place(), new.place());
    metadata(before.get("metadata"), now.get("metadata"), &mut cx);
    let is = |group: &str, kind: &str| group == gvk.group && kind == gvk.kind;
    for (_, _, fields) in FIXED.iter().filter(|(group, kind, _)| is(group, kind)) {
        for field in *fields {
            fixed(before.at(field), now.at(field), &mut cx);
        }
    }
    for (_, _, check) in KINDS.iter().filter(|(group, kind, _)| is(group, kind)) {
        check(before, now, &mut cx);
    }
    cx.finish()
}

/// Name and namespace are what an object is found by; the server keeps the timestamps.
fn metadata<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    if old.get("uid").is_set() {
        fixed(old.get("uid"), new.get("uid"), cx);
    }
    if !old.get("deletionTimestamp").is_set() {
        return;
    }
    let known: Vec<&str> = old.get("finalizers").items().map(Place::str).collect();
    let added = |item: &Place<'a>| !known.contains(&item.str());
    let added: Vec<&str> = new.get("finalizers").items().filter(added).map(Place::str).collect();
    if !added.is_empty() {
        let message = text!(
            "finalizers cannot be added to an object that is being deleted ({})",
            text::name(added.join(", "))
        );
        cx.forbidden(UPDATE, new.get("finalizers"), message);
    }
}

/// Refuses a change of a field.
fn fixed<'a>(old: Place<'a>, new: Place<'a>, cx: &mut Checker<'a>) {
    if !same(old, new) {
        cx.invalid(UPDATE, new, "field is immutable");
    }
}

/// Whether two values mean the same to the server, which does not tell empty from absent.
fn same(old: Place<'_>, new: Place<'_>) -> bool {
    value(old) == value(new)
}

/// A value; null where it is absent or an empty list or map.
fn value(place: Place<'_>) -> Value {
    let value = place.node().map_or(Value::Null, defaults::raw);
    match &value {
        Value::Array(items) if items.is_empty() => Value::Null,
        Value::Object(fields) if fields.is_empty() => Value::Null,
        _ => value,
    }
}

/// A value without some of its fields, to compare the rest.
fn without(place: Place<'_>, fields: &[&str]) -> Value {
    let mut value = value(place);
    if let Value::Object(all) = &mut value {
        all.retain(|key, _| !fields.contains(&key.as_str()));
    }
    value
}

/// The fields that differ between two maps, each down to where it differs first, for a message:
/// `containers[0].command and hostname`.
fn differing(old: &Value, new: &Value) -> String {
    let none = serde_json::Map::new();
    let (old, new) = (old.as_object().unwrap_or(&none), new.as_object().unwrap_or(&none));
    let mut keys: Vec<&str> = old
        .keys()
        .chain(new.keys().filter(|key| !old.contains_key(*key)))
        .filter(|key| old.get(*key) != new.get(*key))
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    let path = |key: &&str| format!("{key}{}", deeper(old.get(*key), new.get(*key)));
    let paths: Vec<String> = keys.iter().map(path).collect();
    match paths.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => paths.concat(),
    }
}

/// The way to the first difference below two values.
fn deeper(old: Option<&Value>, new: Option<&Value>) -> String {
    match (old, new) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let keys = old.keys().chain(new.keys());
            let key = keys.filter(|key| old.get(*key) != new.get(*key)).min();
            key.map_or_else(String::new, |key| {
                format!(".{key}{}", deeper(old.get(key), new.get(key)))
            })
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) if old.len() == new.len() => {
            let index = old.iter().zip(new).position(|(old, new)| old != new);
            index.map_or_else(String::new, |index| {
                format!("[{index}]{}", deeper(old.get(index), new.get(index)))
            })
        }
        _ => String::new(),
    }
}
