//! What kustomize tells resources apart by (`kyaml/resid`).

use crate::model::schema;

/// Group, version and kind; empty strings match anything where it selects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Gvk {
    pub(super) group: String,
    pub(super) version: String,
    pub(super) kind: String,
}

impl Gvk {
    pub(super) fn of(id: Id<'_>) -> Gvk {
        Gvk { group: id.group.into(), version: id.version.into(), kind: id.kind.into() }
    }

    /// Whether `id` is of what this names.
    pub(super) fn selects(&self, id: Id<'_>) -> bool {
        (self.group.is_empty() || self.group == id.group)
            && (self.version.is_empty() || self.version == id.version)
            && (self.kind.is_empty() || self.kind == id.kind)
    }

    /// Whether something that this names is among what `wider` names.
    pub(super) fn within(&self, wider: &Gvk) -> bool {
        let id = Id { group: &self.group, version: &self.version, kind: &self.kind, ..Id::NONE };
        wider.selects(id)
    }
}

/// Group and version of an `apiVersion`.
pub(super) fn split(api_version: &str) -> (&str, &str) {
    api_version.split_once('/').unwrap_or(("", api_version))
}

/// The name of the namespace that objects of the cluster have in ids.
const NO_NAMESPACE: &str = "_non_namespaceable_";

/// A resource's identity.
#[derive(Clone, Copy, Debug)]
pub(super) struct Id<'a> {
    pub(super) group: &'a str,
    pub(super) version: &'a str,
    pub(super) kind: &'a str,
    pub(super) name: &'a str,
    pub(super) namespace: &'a str,
    /// It is certain that objects of its kind belong to no namespace.
    pub(super) cluster: bool,
}

impl<'a> Id<'a> {
    const NONE: Id<'static> =
        Id { group: "", version: "", kind: "", name: "", namespace: "", cluster: false };

    pub(super) fn new(api_version: &'a str, kind: &'a str, name: &'a str, ns: &'a str) -> Id<'a> {
        let (group, version) = split(api_version);
        let cluster = scope(group, version, kind) == Some(Scope::Cluster);
        Id { group, version, kind, name, namespace: ns, cluster }
    }

    pub(super) fn effective_namespace(self) -> &'a str {
        match self.namespace {
            _ if self.cluster => NO_NAMESPACE,
            "" => "default",
            namespace => namespace,
        }
    }

    /// What two ids share that name the same resource.
    pub(super) fn key(self) -> (&'a str, &'a str, &'a str, &'a str, &'a str) {
        (self.group, self.version, self.kind, self.name, self.effective_namespace())
    }

    pub(super) fn same(self, other: Id<'_>) -> bool {
        self.key() == other.key()
    }

    /// For messages: `Deployment web`.
    pub(super) fn shown(self) -> String {
        match self.namespace {
            "" | NO_NAMESPACE => format!("{} {}", self.kind, self.name),
            namespace => format!("{} {namespace}/{}", self.kind, self.name),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Namespaced,
    Cluster,
}

/// The kinds that kustomize knows, and whether their objects have namespaces: those of Kubernetes
/// 1.21, whatever the release (`kyaml/openapi`, `precomputedIsNamespaceScoped`). All others are
/// taken for namespaced and merged without a schema.
pub(super) fn scope(group: &str, version: &str, kind: &str) -> Option<Scope> {
    let found = KINDS.binary_search_by(|row| (row.0, row.1, row.2).cmp(&(group, version, kind)));
    found.ok().map(|index| KINDS[index].3)
}

/// The type that an object's fields are of, where kustomize knows the kind. Versions that are gone
/// have the fields of those that replaced them.
pub(super) fn type_of(group: &str, version: &str, kind: &str) -> Option<schema::Type> {
    scope(group, version, kind)?;
    let known = schema::kind_at_any_version(group, version, kind);
    let known = known.or_else(|| {
        let group = if group == "extensions" { "networking.k8s.io" } else { group };
        ["v1", "v2"].iter().find_map(|version| schema::kind_at_any_version(group, version, kind))
    });
    known.map(schema::Kind::type_)
}

use Scope::{Cluster as C, Namespaced as N};

/// Sorted by group, version and kind.
const KINDS: &[(&str, &str, &str, Scope)] = &[
    ("", "v1", "ComponentStatus", C),
    ("", "v1", "ConfigMap", N),
    ("", "v1", "Endpoints", N),
    ("", "v1", "Event", N),
    ("", "v1", "LimitRange", N),
    ("", "v1", "Namespace", C),
    ("", "v1", "Node", C),
    ("", "v1", "NodeProxyOptions", C),
    ("", "v1", "PersistentVolume", C),
    ("", "v1", "PersistentVolumeClaim", N),
    ("", "v1", "Pod", N),
    ("", "v1", "PodAttachOptions", N),
    ("", "v1", "PodExecOptions", N),
    ("", "v1", "PodPortForwardOptions", N),
    ("", "v1", "PodProxyOptions", N),
    ("", "v1", "PodTemplate", N),
    ("", "v1", "ReplicationController", N),
    ("", "v1", "ResourceQuota", N),
    ("", "v1", "Secret", N),
    ("", "v1", "Service", N),
    ("", "v1", "ServiceAccount", N),
    ("", "v1", "ServiceProxyOptions", N),
    ("admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration", C),
    ("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", C),
    ("admissionregistration.k8s.io", "v1beta1", "MutatingWebhookConfiguration", C),
    ("admissionregistration.k8s.io", "v1beta1", "ValidatingWebhookConfiguration", C),
    ("apiextensions.k8s.io", "v1", "CustomResourceDefinition", C),
    ("apiextensions.k8s.io", "v1beta1", "CustomResourceDefinition", C),
    ("apiregistration.k8s.io", "v1", "APIService", C),
    ("apiregistration.k8s.io", "v1beta1", "APIService", C),
    ("apps", "v1", "ControllerRevision", N),
    ("apps", "v1", "DaemonSet", N),
    ("apps", "v1", "Deployment", N),
    ("apps", "v1", "ReplicaSet", N),
    ("apps", "v1", "StatefulSet", N),
    ("autoscaling", "v1", "HorizontalPodAutoscaler", N),
    ("autoscaling", "v1", "Scale", N),
    ("autoscaling", "v2beta1", "HorizontalPodAutoscaler", N),
    ("autoscaling", "v2beta2", "HorizontalPodAutoscaler", N),
    ("batch", "v1", "CronJob", N),
    ("batch", "v1", "Job", N),
    ("batch", "v1beta1", "CronJob", N),
    ("certificates.k8s.io", "v1", "CertificateSigningRequest", C),
    ("certificates.k8s.io", "v1beta1", "CertificateSigningRequest", C),
    ("coordination.k8s.io", "v1", "Lease", N),
    ("coordination.k8s.io", "v1beta1", "Lease", N),
    ("discovery.k8s.io", "v1", "EndpointSlice", N),
    ("discovery.k8s.io", "v1beta1", "EndpointSlice", N),
    ("events.k8s.io", "v1", "Event", N),
    ("events.k8s.io", "v1beta1", "Event", N),
    ("extensions", "v1beta1", "Ingress", N),
    ("flowcontrol.apiserver.k8s.io", "v1beta1", "FlowSchema", C),
    ("flowcontrol.apiserver.k8s.io", "v1beta1", "PriorityLevelConfiguration", C),
    ("networking.k8s.io", "v1", "Ingress", N),
    ("networking.k8s.io", "v1", "IngressClass", C),
    ("networking.k8s.io", "v1", "NetworkPolicy", N),
    ("networking.k8s.io", "v1beta1", "Ingress", N),
    ("networking.k8s.io", "v1beta1", "IngressClass", C),
    ("node.k8s.io", "v1", "RuntimeClass", C),
    ("node.k8s.io", "v1beta1", "RuntimeClass", C),
    ("policy", "v1", "PodDisruptionBudget", N),
    ("policy", "v1beta1", "PodDisruptionBudget", N),
    ("policy", "v1beta1", "PodSecurityPolicy", C),
    ("rbac.authorization.k8s.io", "v1", "ClusterRole", C),
    ("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", C),
    ("rbac.authorization.k8s.io", "v1", "Role", N),
    ("rbac.authorization.k8s.io", "v1", "RoleBinding", N),
    ("rbac.authorization.k8s.io", "v1beta1", "ClusterRole", C),
    ("rbac.authorization.k8s.io", "v1beta1", "ClusterRoleBinding", C),
    ("rbac.authorization.k8s.io", "v1beta1", "Role", N),
    ("rbac.authorization.k8s.io", "v1beta1", "RoleBinding", N),
    ("scheduling.k8s.io", "v1", "PriorityClass", C),
    ("scheduling.k8s.io", "v1beta1", "PriorityClass", C),
    ("storage.k8s.io", "v1", "CSIDriver", C),
    ("storage.k8s.io", "v1", "CSINode", C),
    ("storage.k8s.io", "v1", "StorageClass", C),
    ("storage.k8s.io", "v1", "VolumeAttachment", C),
    ("storage.k8s.io", "v1beta1", "CSIDriver", C),
    ("storage.k8s.io", "v1beta1", "CSINode", C),
    ("storage.k8s.io", "v1beta1", "CSIStorageCapacity", N),
    ("storage.k8s.io", "v1beta1", "StorageClass", C),
    ("storage.k8s.io", "v1beta1", "VolumeAttachment", C),
];
