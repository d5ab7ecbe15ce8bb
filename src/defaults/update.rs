//! What happens to an object that takes the place of another on its way to the storage: what the
//! server keeps of the old one (`BeforeUpdate`), and the registries' `PrepareForUpdate`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Fields, at, autoscaling, create, inner, is_empty, items, items_mut, text};
use crate::model::{custom::Target, schema::Type, version::Version};

/// What only the server sets.
const KEPT: [&str; 4] =
    ["creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation"];

/// The types whose objects count their generations, each with the field that is their spec.
const GENERATIONS: &[(&str, &str)] = &[
    ("admissionregistration.v1.MutatingAdmissionPolicy", "spec"),
    ("admissionregistration.v1.MutatingAdmissionPolicyBinding", "spec"),
    ("admissionregistration.v1.MutatingWebhookConfiguration", "webhooks"),
    ("admissionregistration.v1.ValidatingAdmissionPolicy", "spec"),
    ("admissionregistration.v1.ValidatingAdmissionPolicyBinding", "spec"),
    ("admissionregistration.v1.ValidatingWebhookConfiguration", "webhooks"),
    ("apiextensions.v1.CustomResourceDefinition", "spec"),
    ("apps.v1.DaemonSet", "spec"),
    ("apps.v1.Deployment", "spec"),
    ("apps.v1.ReplicaSet", "spec"),
    ("apps.v1.StatefulSet", "spec"),
    ("batch.v1.CronJob", "spec"),
    ("batch.v1.Job", "spec"),
    ("core.v1.Pod", "spec"),
    ("core.v1.PodTemplate", "template"),
    ("core.v1.ReplicationController", "spec"),
    ("flowcontrol.v1.FlowSchema", "spec"),
    ("flowcontrol.v1.PriorityLevelConfiguration", "spec"),
    ("networking.v1.Ingress", "spec"),
    ("networking.v1.IngressClass", "spec"),
    ("networking.v1.NetworkPolicy", "spec"),
    ("policy.v1.PodDisruptionBudget", "spec"),
    ("resource.v1.DeviceClass", "spec"),
    ("resource.v1.ResourceSlice", "spec"),
    ("storage.v1.CSIDriver", "spec"),
];

/// A custom object; its generation counts what is neither metadata nor status. A status that is a
/// subresource stays as it is.
pub(super) fn custom(new: &mut Fields, old: &mut Fields, target: Option<Target<'_, '_>>) {
    metadata(new, old);
    if target.and_then(|target| target.version).is_some_and(|version| version.status) {
        new.shift_remove("status");
        if let Some(status) = old.get("status") {
            new.insert("status".to_owned(), status.clone());
        }
    }
    if differs(new, old) {
        next_generation(new);
    }
}

/// Whether anything but metadata and status differs.
fn differs(new: &Fields, old: &Fields) -> bool {
    let keys = new.keys().chain(old.keys());
    let mut checked = keys.filter(|key| !["metadata", "status"].contains(&key.as_str()));
    checked.any(|key| new.get(key) != old.get(key))
}

/// What reading into the server's own types changes.
pub(super) fn convert(object: &mut Fields, type_: Type, version: Version) {
    create::stored(object, type_, version);
    match type_.name() {
        "apps.v1.Deployment" => create::deployment(object),
        "autoscaling.v1.HorizontalPodAutoscaler" => autoscaling::older(object),
        "core.v1.Node" => create::pod_ranges(inner(object, "spec")),
        "core.v1.PersistentVolumeClaim" => create::data_source(object),
        "core.v1.Pod" => create::annotations_of_init_containers(object),
        "core.v1.Secret" => create::secret(object),
        "core.v1.ServiceAccount" => create::service_account(object),
        _ => {}
    }
}

/// Prepares an object for the storage.
pub(super) fn prepare(new: &mut Fields, old: &mut Fields, type_: Type) {
    metadata(new, old);
    keep(new, old, "status");
    match type_.name() {
        "apps.v1.DaemonSet" => {
            if let Some(count) = at(old, &["metadata", "annotations"])
                .and_then(|annotations| annotations.get(create::GENERATION))
                .cloned()
            {
                inner(inner(new, "metadata"), "annotations")
                    .insert(create::GENERATION.to_owned(), count);
            }
        }
        "certificates.v1.CertificateSigningRequest" => keep(new, old, "spec"),
        "core.v1.Namespace" => keep(inner(new, "spec"), inner(old, "spec"), "finalizers"),
        "core.v1.Pod" => create::tolerations(inner(new, "spec")),
        "core.v1.Service" => {
            service(new, old);
            create::service(new);
            drop_unused(inner(new, "spec"), inner(old, "spec"));
        }
        _ => {}
    }
}

/// Counts the generations of what was changed.
pub(super) fn count(new: &mut Fields, old: &Fields, type_: Type) {
    if type_.name() == "apps.v1.DaemonSet" {
        let template = |object: &Fields| at(object, &["spec", "template"]).cloned();
        if template(new) != template(old) {
            let annotations = inner(inner(new, "metadata"), "annotations");
            let count = text(annotations, create::GENERATION).parse::<i64>().unwrap_or(1);
            annotations.insert(create::GENERATION.to_owned(), (count + 1).to_string().into());
        }
    }
    let meta = |object: &Fields, key: &str| {
        at(object, &["metadata", key]).filter(|fields| !fields.is_empty()).cloned()
    };
    if type_.name() == "discovery.v1.EndpointSlice"
        && (differs(new, old) || meta(new, "labels") != meta(old, "labels"))
    {
        next_generation(new);
    }
    let Some((_, spec)) = GENERATIONS.iter().find(|(name, _)| *name == type_.name()) else {
        return;
    };
    // Annotations of a Deployment are passed on to its ReplicaSets.
    let key = "annotations";
    let passed_on = type_.name() == "apps.v1.Deployment" && meta(new, key) != meta(old, key);
    if passed_on || new.get(*spec) != old.get(*spec) {
        next_generation(new);
    }
}

fn metadata(new: &mut Fields, old: &mut Fields) {
    let (new, old) = (inner(new, "metadata"), inner(old, "metadata"));
    for metadata in [&mut *new, &mut *old] {
        metadata.shift_remove("managedFields");
        metadata.shift_remove("selfLink");
    }
    for key in KEPT {
        keep(new, old, key);
    }
    for key in ["uid", "resourceVersion"] {
        if text(new, key).is_empty() {
            keep(new, old, key);
        }
    }
}

/// Takes a field from the old object.
fn keep(new: &mut Fields, old: &Fields, key: &str) {
    match old.get(key) {
        Some(value) => drop(new.insert(key.to_owned(), value.clone())),
        None => drop(new.shift_remove(key)),
    }
}

fn next_generation(object: &mut Fields) {
    let metadata = inner(object, "metadata");
    if let Some(generation) = metadata.get("generation").and_then(Value::as_i64) {
        metadata.insert("generation".to_owned(), (generation + 1).into());
    }
}

/// Whether a service has addresses, ports of nodes, a port for health checks.
fn has_address(spec: &Fields) -> bool {
    text(spec, "type") != "ExternalName"
}

fn has_node_ports(spec: &Fields) -> bool {
    ["LoadBalancer", "NodePort"].contains(&text(spec, "type"))
}

fn has_health_port(spec: &Fields) -> bool {
    text(spec, "type") == "LoadBalancer" && text(spec, "externalTrafficPolicy") == "Local"
}

fn is_external(spec: &Fields) -> bool {
    ["LoadBalancer", "NodePort"].contains(&text(spec, "type"))
        || text(spec, "type") == "ClusterIP"
            && spec.get("externalIPs").is_some_and(|addresses| !is_empty(addresses))
}

fn node_ports(spec: &Fields) -> Vec<i64> {
    items(spec, "ports")
        .map(|port| port.get("nodePort").and_then(Value::as_i64).unwrap_or(0))
        .collect()
}

/// Allocated values that are not written stay (`patchAllocatedValues`, `normalizeClusterIPs`), and
/// those go that the new type has no use for (`dropTypeDependentFields`).
fn service(new: &mut Fields, old: &mut Fields) {
    let (new, old) = (inner(new, "spec"), &*inner(old, "spec"));
    if has_address(old) && has_address(new) {
        if text(new, "clusterIP").is_empty() {
            keep(new, old, "clusterIP");
        }
        if new.get("clusterIPs").is_none_or(is_empty) {
            keep(new, old, "clusterIPs");
        }
    }
    if has_node_ports(old) && has_node_ports(new) {
        keep_node_ports(new, old);
    }
    if has_health_port(old) && has_health_port(new) && new.get("healthCheckNodePort").is_none() {
        keep(new, old, "healthCheckNodePort");
    }
    let (before, now) = (text(old, "clusterIP"), text(new, "clusterIP").to_owned());
    let same = new.get("clusterIPs") == old.get("clusterIPs");
    if before != now && same {
        if now.is_empty() {
            new.shift_remove("clusterIPs");
        } else {
            new.insert("clusterIPs".to_owned(), json!([now]));
        }
    }
    if has_address(new) {
        families(new, old);
    }
}

/// How many families a service's addresses have; one drops the second.
fn families(new: &mut Fields, old: &Fields) {
    if text(new, "ipFamilyPolicy").is_empty() && old.contains_key("ipFamilyPolicy") {
        keep(new, old, "ipFamilyPolicy");
    }
    if text(new, "ipFamilyPolicy") == "SingleStack" {
        for key in ["clusterIPs", "ipFamilies"] {
            if new.get(key) == old.get(key)
                && let Some(Value::Array(values)) = new.get_mut(key)
            {
                values.truncate(1);
            }
        }
    }
}

fn keep_node_ports(new: &mut Fields, old: &Fields) {
    let set: BTreeSet<i64> = node_ports(new).into_iter().collect();
    let used: BTreeSet<i64> =
        node_ports(old).into_iter().filter(|port| *port != 0 && set.contains(port)).collect();
    let by_name: BTreeMap<String, i64> = items(old, "ports")
        .map(|port| text(port, "name").to_owned())
        .zip(node_ports(old))
        .collect();
    for port in items_mut(new, "ports") {
        let known = by_name.get(text(port, "name")).copied().unwrap_or(0);
        let unset = port.get("nodePort").is_none_or(is_empty);
        if unset && known != 0 && !used.contains(&known) {
            port.insert("nodePort".to_owned(), known.into());
        }
    }
}

fn drop_unused(new: &mut Fields, old: &Fields) {
    let drop_same = |new: &mut Fields, key: &str| {
        if new.get(key) == old.get(key) {
            new.shift_remove(key);
        }
    };
    if has_address(old) && !has_address(new) {
        if new.get("clusterIP") == old.get("clusterIP")
            && new.get("clusterIPs") == old.get("clusterIPs")
        {
            new.shift_remove("clusterIP");
            new.shift_remove("clusterIPs");
        }
        drop_same(new, "ipFamilies");
        drop_same(new, "ipFamilyPolicy");
    }
    let ports: BTreeSet<i64> = node_ports(old).into_iter().chain([0]).collect();
    let same_ports = || node_ports(new).iter().all(|port| ports.contains(port));
    if has_node_ports(old) && !has_node_ports(new) && same_ports() {
        for port in items_mut(new, "ports") {
            port.shift_remove("nodePort");
        }
    }
    if has_health_port(old) && !has_health_port(new) {
        drop_same(new, "healthCheckNodePort");
    }
    if text(old, "type") == "LoadBalancer" && text(new, "type") != "LoadBalancer" {
        drop_same(new, "allocateLoadBalancerNodePorts");
        drop_same(new, "loadBalancerClass");
    }
    if is_external(old) && !is_external(new) {
        drop_same(new, "externalTrafficPolicy");
    }
}
