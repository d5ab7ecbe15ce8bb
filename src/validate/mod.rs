//! The API server's half: what a server of the chosen version refuses or warns of.
//!
//! Laid out as the API machinery is (`k8s.io/kubernetes/pkg/apis/*/validation`), one file a kind
//! or family, so that the next release can be compared file by file. Each cause names its rule by
//! code; the rule's declaration and document stand in `rules/`.

mod admission;
mod apiregistration;
mod apps;
mod batch;
pub mod cause;
mod certificates;
mod checker;
mod coordination;
mod core;
pub mod cron;
mod decode;
mod flowcontrol;
pub mod ip;
mod meta;
pub mod names;
mod node;
mod rbac;
mod resource;
mod resource_slice;
mod reviews;
mod scheduling;
mod storage;
mod storagemigration;
mod time_zones;

pub use cause::{Cause, Reason};
pub use checker::Checker;

use crate::model::{Object, schema, version::Version};

/// Everything that an API server of a version would say of an object.
pub fn validate(object: &Object, version: Version) -> Vec<Cause> {
    let mut cx = Checker::new(object, version);
    let damaged = decode::decode(&mut cx);
    let decoded = cx.finish();
    let mut cx = Checker::new(object, version);
    meta::object_meta(object, &mut cx);
    kind(object, &mut cx);
    settle(decoded, cx.finish(), &damaged)
}

/// The validation of an object's kind, after that of its fields and metadata.
fn kind<'a>(object: &'a Object, cx: &mut Checker<'a>) {
    let gvk = &object.gvk;
    if schema::kind(&gvk.group, &gvk.version, &gvk.kind, cx.version).is_none() {
        return;
    }
    core::workload(object, cx);
    let root = object.place();
    // One line a kind, in the order of the API groups.
    match (gvk.group.as_str(), gvk.kind.as_str()) {
        ("", "ConfigMap") => core::config::config_map(root, cx),
        ("", "Event") => core::event::core(root, cx),
        ("", "LimitRange") => core::quota::limit_range(root, cx),
        ("", "Namespace") => core::namespace::namespace(root, cx),
        ("", "Node") => core::node::node(root, cx),
        ("", "PersistentVolume") => core::persistent_volume::volume(root, cx),
        ("", "PersistentVolumeClaim") => core::persistent_volume_claim::claim(root, cx),
        ("", "ReplicationController") => apps::replication_controller(root, cx),
        ("", "ResourceQuota") => core::quota::resource_quota(root, cx),
        ("", "Secret") => core::config::secret(root, cx),
        ("admissionregistration.k8s.io", "MutatingAdmissionPolicy") => {
            admission::mutating_policy(root, cx);
        }
        ("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding") => {
            admission::mutating_binding(root, cx);
        }
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy") => {
            admission::validating_policy(root, cx);
        }
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding") => {
            admission::validating_binding(root, cx);
        }
        (
            "admissionregistration.k8s.io",
            "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration",
        ) => admission::webhooks(root, cx),
        ("apiregistration.k8s.io", "APIService") => apiregistration::api_service(root, cx),
        ("apps", "ControllerRevision") => apps::controller_revision(root, cx),
        ("apps", "DaemonSet") => apps::daemon_set(root, cx),
        ("apps", "Deployment") => apps::deployment(root, cx),
        ("apps", "ReplicaSet") => apps::replica_set(root, cx),
        ("apps", "StatefulSet") => apps::stateful_set(root, cx),
        ("authorization.k8s.io", "LocalSubjectAccessReview") => {
            reviews::local_subject_access(root, cx);
        }
        ("authorization.k8s.io", "SelfSubjectAccessReview") => {
            reviews::self_subject_access(root, cx);
        }
        ("authorization.k8s.io", "SubjectAccessReview") => reviews::subject_access(root, cx),
        ("batch", "CronJob") => batch::cron_job(root, cx),
        ("batch", "Job") => batch::job(root, cx),
        ("certificates.k8s.io", "CertificateSigningRequest") => {
            certificates::signing_request(root, cx);
        }
        ("certificates.k8s.io", "ClusterTrustBundle") => certificates::trust_bundle(root, cx),
        ("certificates.k8s.io", "PodCertificateRequest") => {
            certificates::pod_certificate_request(root, cx);
        }
        ("coordination.k8s.io", "Lease") => coordination::lease(root, cx),
        ("coordination.k8s.io", "LeaseCandidate") => coordination::lease_candidate(root, cx),
        ("events.k8s.io", "Event") => core::event::events(root, cx),
        ("flowcontrol.apiserver.k8s.io", "FlowSchema") => flowcontrol::flow_schema(root, cx),
        ("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration") => {
            flowcontrol::priority_level(root, cx);
        }
        ("node.k8s.io", "RuntimeClass") => node::runtime_class(root, cx),
        ("rbac.authorization.k8s.io", "ClusterRole") => rbac::cluster_role(root, cx),
        ("rbac.authorization.k8s.io", "ClusterRoleBinding") => {
            rbac::cluster_role_binding(root, cx);
        }
        ("rbac.authorization.k8s.io", "Role") => rbac::role(root, cx),
        ("rbac.authorization.k8s.io", "RoleBinding") => rbac::role_binding(root, cx),
        ("resource.k8s.io", "DeviceClass") => resource::device_class(root, cx),
        ("resource.k8s.io", "DeviceTaintRule") => resource::device_taint_rule(root, cx),
        ("resource.k8s.io", "ResourceClaim") => resource::resource_claim(root, cx),
        ("resource.k8s.io", "ResourceClaimTemplate") => {
            resource::resource_claim_template(root, cx);
        }
        ("resource.k8s.io", "ResourceSlice") => resource_slice::resource_slice(root, cx),
        ("scheduling.k8s.io", "PodGroup") => scheduling::pod_group(root, cx),
        ("scheduling.k8s.io", "PriorityClass") => scheduling::priority_class(root, cx),
        ("scheduling.k8s.io", "Workload") => scheduling::workload(root, cx),
        ("storage.k8s.io", "CSIDriver") => storage::csi_driver(root, cx),
        ("storage.k8s.io", "CSINode") => storage::csi_node(root, cx),
        ("storage.k8s.io", "CSIStorageCapacity") => storage::csi_storage_capacity(root, cx),
        ("storage.k8s.io", "StorageClass") => storage::storage_class(root, cx),
        ("storage.k8s.io", "VolumeAttachment") => storage::volume_attachment(root, cx),
        ("storage.k8s.io", "VolumeAttributesClass") => storage::volume_attributes_class(root, cx),
        ("storagemigration.k8s.io", "StorageVersionMigration") => {
            storagemigration::migration(root, cx);
        }
        _ => {}
    }
}

/// Leaves out what validation says of values that could not be read, of what holds them, and of
/// their absence; and the decoder's general words where validation says the same in better ones.
fn settle(decoded: Vec<Cause>, validated: Vec<Cause>, damaged: &[String]) -> Vec<Cause> {
    let holds = |outer: &str, inner: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    // The decoder writes dots before all keys, validation writes brackets around those of maps.
    let plain = |path: &str| path.replace('[', ".").replace(']', "");
    let damaged: Vec<String> = damaged.iter().map(|path| plain(path)).collect();
    let follows = |path: &str| {
        let path = plain(path);
        damaged.iter().any(|damaged| holds(&path, damaged) || holds(damaged, &path))
    };
    let general = |cause: &Cause| matches!(cause.code, "KV1006" | "KV1009");
    let said: Vec<Cause> = validated.into_iter().filter(|cause| !follows(&cause.path)).collect();
    let same = |a: &Cause, b: &Cause| a.path == b.path && a.reason == b.reason;
    let mut causes: Vec<Cause> = decoded
        .into_iter()
        .filter(|cause| !general(cause) || !follows(&cause.path))
        .filter(|cause| !general(cause) || !said.iter().any(|other| same(cause, other)))
        .collect();
    let nulls: Vec<String> =
        causes.iter().filter(|c| c.code == "KV1016").map(|c| c.path.clone()).collect();
    causes.extend(said.into_iter().filter(|cause| !nulls.contains(&cause.path)));
    causes
}
