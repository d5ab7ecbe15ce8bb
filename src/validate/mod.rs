//! The API server's half: what a server of the chosen version refuses or warns of.
//!
//! Laid out as the API machinery is (`k8s.io/kubernetes/pkg/apis/*/validation`), one file a kind
//! or family, so that the next release can be compared file by file. Each cause names its rule by
//! code; the rule's declaration and document are in `rules/`.

mod admission;
mod apiextensions;
mod apiregistration;
mod apps;
mod autoscaling;
mod batch;
pub mod cause;
mod certificates;
mod checker;
mod coordination;
mod core;
pub mod cron;
mod custom;
mod declarative;
mod decode;
mod discovery;
mod expressions;
mod field_path;
mod flowcontrol;
pub mod ip;
mod meta;
pub mod names;
mod networking;
mod node;
pub mod pod_security;
mod policy;
mod rbac;
mod resource;
mod resource_slice;
mod reviews;
mod scheduling;
mod settle;
mod storage;
mod storagemigration;
mod time_zones;
mod update;
mod url;

pub use cause::{Cause, Reason, WHOLE_OBJECT};
pub use checker::Checker;
pub use update::{applies_on_update, update};

use std::collections::BTreeSet;

use crate::{
    code,
    model::{Object, Place, custom::Definitions, schema, version::Version},
    text,
    text::name,
};

/// Everything that an API server of a version would report of an object. Of one whose own version
/// it does not serve, it reports only that; the rest is what it would report of it as a newer
/// version. A custom resource is checked by its definition, if that is among the ones given; `dir`
/// is the directory of its file.
pub fn validate(
    object: &Object,
    version: Version,
    definitions: &Definitions<'_>,
    dir: &str,
) -> Vec<Cause> {
    let targets = definitions.of(&object.gvk, dir);
    if !targets.is_empty() && object.is_whole() && object.node().is_map() {
        return custom::validate(&targets, object, version);
    }
    built_in(object, version)
}

/// What a server reports of an object by itself, without definitions.
fn built_in(object: &Object, version: Version) -> Vec<Cause> {
    let mut causes = all(object, version);
    if causes.iter().any(is_unserved) {
        as_written(object, &mut causes);
    }
    causes
}

fn all(object: &Object, version: Version) -> Vec<Cause> {
    let mut cx = Checker::new(object, version);
    let damaged = decode::decode(&mut cx);
    let mut decoded = cx.finish();
    batch::without_kept_fields(object, version, &mut decoded);
    if !object.is_whole() || !object.node().is_map() {
        return decoded;
    }
    let mut cx = Checker::new(object, version);
    meta::object_meta(object, &mut cx);
    kind(object, &mut cx);
    let mut validated = cx.finish();
    declarative::add(object, version, &decoded, &mut validated);
    let mut causes = settle::settle(decoded, validated, &damaged);
    apps::templates_unchecked(object, version, &mut causes);
    causes
}

/// Whether a server refuses the object for its version alone.
fn is_unserved(cause: &Cause) -> bool {
    matches!(cause.code, code::REMOVED_API_VERSION | code::API_NEWER_THAN_TARGET)
}

/// Turns what a server would report of an object as another version into what is reported of it as
/// written, next to the refusal of its version.
fn as_written(object: &Object, causes: &mut Vec<Cause>) {
    let former = object.former();
    // Of what a server lists at one place, the first is enough.
    let mut places = BTreeSet::new();
    causes.retain(|cause| {
        let of_types = cause.code.as_str().starts_with("KV10") && !is_general(cause);
        let is_asked = of_types || former.is_none_or(|former| !former.is_lenient(&cause.path));
        is_asked && places.insert(cause.at)
    });
    for cause in causes
        .iter_mut()
        .filter(|cause| !is_unserved(cause) && cause.code != code::DEPTH_OR_SIZE_LIMIT)
    {
        cause.reason = None;
        if let Some(path) = former.and_then(|former| former.path(&cause.path)) {
            cause.path = path;
            cause.fix = None;
        }
    }
    let is_more = causes.len() > 1;
    let head = causes.iter_mut().find(|cause| is_unserved(cause));
    if let Some(head) = head.filter(|_| former.is_some() && is_more) {
        let at = head.at;
        head.related(at, text!("the rest is checked as {}", name(object.gvk.api_version())));
    }
}

/// Whether the decoder misses a value, or does not know it, by the schema alone.
fn is_general(cause: &Cause) -> bool {
    matches!(cause.code, code::MISSING_REQUIRED_FIELD | code::INVALID_ENUM_VALUE)
}

/// What checks the objects of a kind, in addition to its fields, metadata and Pods.
type Validate = for<'a> fn(Place<'a>, &mut Checker<'a>);

const ADMISSION: &str = "admissionregistration.k8s.io";
const FLOW_CONTROL: &str = "flowcontrol.apiserver.k8s.io";
const RBAC: &str = "rbac.authorization.k8s.io";

/// One line a kind, in the order of the API groups.
const KINDS: &[(&str, &str, Validate)] = &[
    ("", "ConfigMap", core::config::config_map),
    ("", "Endpoints", |_, cx| core::endpoints::validate(cx)),
    ("", "Event", core::event::core),
    ("", "LimitRange", core::quota::limit_range),
    ("", "Namespace", core::namespace::namespace),
    ("", "Node", core::node::node),
    ("", "PersistentVolume", core::persistent_volume::volume),
    ("", "PersistentVolumeClaim", core::persistent_volume_claim::claim),
    ("", "ReplicationController", apps::replication_controller),
    ("", "ResourceQuota", core::quota::resource_quota),
    ("", "Secret", core::config::secret),
    ("", "Service", |_, cx| core::service::validate(cx)),
    (ADMISSION, "MutatingAdmissionPolicy", admission::mutating_policy),
    (ADMISSION, "MutatingAdmissionPolicyBinding", admission::mutating_binding),
    (ADMISSION, "MutatingWebhookConfiguration", admission::webhooks),
    (ADMISSION, "ValidatingAdmissionPolicy", admission::validating_policy),
    (ADMISSION, "ValidatingAdmissionPolicyBinding", admission::validating_binding),
    (ADMISSION, "ValidatingWebhookConfiguration", admission::webhooks),
    ("apiextensions.k8s.io", "CustomResourceDefinition", apiextensions::definition),
    ("apiregistration.k8s.io", "APIService", apiregistration::api_service),
    ("apps", "ControllerRevision", apps::controller_revision),
    ("apps", "DaemonSet", apps::daemon_set),
    ("apps", "Deployment", apps::deployment),
    ("apps", "ReplicaSet", apps::replica_set),
    ("apps", "StatefulSet", apps::stateful_set),
    ("authentication.k8s.io", "TokenReview", reviews::token),
    ("authorization.k8s.io", "LocalSubjectAccessReview", reviews::local_subject_access),
    ("authorization.k8s.io", "SelfSubjectAccessReview", reviews::self_subject_access),
    ("authorization.k8s.io", "SubjectAccessReview", reviews::subject_access),
    ("autoscaling", "HorizontalPodAutoscaler", |_, cx| autoscaling::horizontal_pod_autoscaler(cx)),
    ("batch", "CronJob", batch::cron_job),
    ("batch", "Job", batch::job),
    ("certificates.k8s.io", "CertificateSigningRequest", certificates::signing_request),
    ("certificates.k8s.io", "ClusterTrustBundle", certificates::trust_bundle),
    ("certificates.k8s.io", "PodCertificateRequest", certificates::pod_certificate_request),
    ("coordination.k8s.io", "Lease", coordination::lease),
    ("coordination.k8s.io", "LeaseCandidate", coordination::lease_candidate),
    ("discovery.k8s.io", "EndpointSlice", |_, cx| discovery::endpoint_slice(cx)),
    ("events.k8s.io", "Event", core::event::events),
    (FLOW_CONTROL, "FlowSchema", flowcontrol::flow_schema),
    (FLOW_CONTROL, "PriorityLevelConfiguration", flowcontrol::priority_level),
    ("networking.k8s.io", "IPAddress", |_, cx| networking::ip_address(cx)),
    ("networking.k8s.io", "Ingress", |_, cx| networking::ingress(cx)),
    ("networking.k8s.io", "IngressClass", |_, cx| networking::ingress_class(cx)),
    ("networking.k8s.io", "NetworkPolicy", |_, cx| networking::network_policy(cx)),
    ("networking.k8s.io", "ServiceCIDR", |_, cx| networking::service_cidr(cx)),
    ("node.k8s.io", "RuntimeClass", node::runtime_class),
    ("policy", "PodDisruptionBudget", |_, cx| policy::pod_disruption_budget(cx)),
    (RBAC, "ClusterRole", rbac::cluster_role),
    (RBAC, "ClusterRoleBinding", rbac::cluster_role_binding),
    (RBAC, "Role", rbac::role),
    (RBAC, "RoleBinding", rbac::role_binding),
    ("resource.k8s.io", "DeviceClass", resource::device_class),
    ("resource.k8s.io", "DeviceTaintRule", resource::device_taint_rule),
    ("resource.k8s.io", "ResourceClaim", resource::resource_claim),
    ("resource.k8s.io", "ResourceClaimTemplate", resource::resource_claim_template),
    ("resource.k8s.io", "ResourceSlice", resource_slice::resource_slice),
    ("scheduling.k8s.io", "PodGroup", scheduling::pod_group),
    ("scheduling.k8s.io", "PriorityClass", scheduling::priority_class),
    ("scheduling.k8s.io", "Workload", scheduling::workload),
    ("storage.k8s.io", "CSIDriver", storage::csi_driver),
    ("storage.k8s.io", "CSINode", storage::csi_node),
    ("storage.k8s.io", "CSIStorageCapacity", storage::csi_storage_capacity),
    ("storage.k8s.io", "StorageClass", storage::storage_class),
    ("storage.k8s.io", "VolumeAttachment", storage::volume_attachment),
    ("storage.k8s.io", "VolumeAttributesClass", storage::volume_attributes_class),
    ("storagemigration.k8s.io", "StorageVersionMigration", storagemigration::migration),
];

/// The validation of an object's kind, after that of its fields and metadata.
fn kind<'a>(object: &'a Object, cx: &mut Checker<'a>) {
    let gvk = &object.gvk;
    if schema::kind(&gvk.group, &gvk.version, &gvk.kind, cx.version).is_none() {
        return;
    }
    core::workload(object, cx);
    core::outdated::object(object.place(), cx);
    if let Some((_, _, validate)) = KINDS.iter().find(|(g, k, _)| *g == gvk.group && *k == gvk.kind)
    {
        validate(object.place(), cx);
    }
}
