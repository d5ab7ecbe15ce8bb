//! What kustomize distinguishes resources by (`kyaml/resid`).

use crate::model::schema;

/// Group, version and kind; empty strings match anything where it selects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GvkPattern {
    pub(super) group: String,
    pub(super) version: String,
    pub(super) kind: String,
}

impl GvkPattern {
    pub(super) fn of(id: ResourceId<'_>) -> GvkPattern {
        GvkPattern { group: id.group.into(), version: id.version.into(), kind: id.kind.into() }
    }

    /// Whether `id` is of what this names.
    pub(super) fn selects(&self, id: ResourceId<'_>) -> bool {
        (self.group.is_empty() || self.group == id.group)
            && (self.version.is_empty() || self.version == id.version)
            && (self.kind.is_empty() || self.kind == id.kind)
    }

    /// Whether something that this names is among what `wider` names.
    pub(super) fn within(&self, wider: &GvkPattern) -> bool {
        let id = ResourceId {
            group: &self.group,
            version: &self.version,
            kind: &self.kind,
            ..ResourceId::NONE
        };
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
pub(super) struct ResourceId<'a> {
    pub(super) group: &'a str,
    pub(super) version: &'a str,
    pub(super) kind: &'a str,
    pub(super) name: &'a str,
    pub(super) namespace: &'a str,
    /// It is certain that objects of its kind belong to no namespace.
    pub(super) cluster: bool,
}

impl<'a> ResourceId<'a> {
    const NONE: ResourceId<'static> =
        ResourceId { group: "", version: "", kind: "", name: "", namespace: "", cluster: false };

    pub(super) fn new(
        api_version: &'a str,
        kind: &'a str,
        name: &'a str,
        ns: &'a str,
    ) -> ResourceId<'a> {
        let (group, version) = split(api_version);
        let cluster = scope(group, version, kind) == Some(ResourceScope::Cluster);
        ResourceId { group, version, kind, name, namespace: ns, cluster }
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

    pub(super) fn same(self, other: ResourceId<'_>) -> bool {
        self.key() == other.key()
    }

    /// For messages: Deployment `web`.
    pub(super) fn shown(self) -> String {
        match self.namespace {
            "" | NO_NAMESPACE => format!("{} `{}`", self.kind, self.name),
            namespace => format!("{} `{namespace}/{}`", self.kind, self.name),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResourceScope {
    Namespaced,
    Cluster,
}

/// The kinds that kustomize knows, and whether their objects have namespaces: those of Kubernetes
/// 1.21, whatever the release (`kyaml/openapi`, `precomputedIsNamespaceScoped`). All others are
/// taken for namespaced and merged without a schema.
pub(super) fn scope(group: &str, version: &str, kind: &str) -> Option<ResourceScope> {
    let found = KINDS.binary_search_by(|row| (row.0, row.1, row.2).cmp(&(kind, group, version)));
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

use ResourceScope::{Cluster as C, Namespaced as N};

/// Kind, group and version, sorted.
const KINDS: &[(&str, &str, &str, ResourceScope)] = &[
    ("APIService", "apiregistration.k8s.io", "v1", C),
    ("APIService", "apiregistration.k8s.io", "v1beta1", C),
    ("CSIDriver", "storage.k8s.io", "v1", C),
    ("CSIDriver", "storage.k8s.io", "v1beta1", C),
    ("CSINode", "storage.k8s.io", "v1", C),
    ("CSINode", "storage.k8s.io", "v1beta1", C),
    ("CSIStorageCapacity", "storage.k8s.io", "v1beta1", N),
    ("CertificateSigningRequest", "certificates.k8s.io", "v1", C),
    ("CertificateSigningRequest", "certificates.k8s.io", "v1beta1", C),
    ("ClusterRole", "rbac.authorization.k8s.io", "v1", C),
    ("ClusterRole", "rbac.authorization.k8s.io", "v1beta1", C),
    ("ClusterRoleBinding", "rbac.authorization.k8s.io", "v1", C),
    ("ClusterRoleBinding", "rbac.authorization.k8s.io", "v1beta1", C),
    ("ComponentStatus", "", "v1", C),
    ("ConfigMap", "", "v1", N),
    ("ControllerRevision", "apps", "v1", N),
    ("CronJob", "batch", "v1", N),
    ("CronJob", "batch", "v1beta1", N),
    ("CustomResourceDefinition", "apiextensions.k8s.io", "v1", C),
    ("CustomResourceDefinition", "apiextensions.k8s.io", "v1beta1", C),
    ("DaemonSet", "apps", "v1", N),
    ("Deployment", "apps", "v1", N),
    ("EndpointSlice", "discovery.k8s.io", "v1", N),
    ("EndpointSlice", "discovery.k8s.io", "v1beta1", N),
    ("Endpoints", "", "v1", N),
    ("Event", "", "v1", N),
    ("Event", "events.k8s.io", "v1", N),
    ("Event", "events.k8s.io", "v1beta1", N),
    ("FlowSchema", "flowcontrol.apiserver.k8s.io", "v1beta1", C),
    ("HorizontalPodAutoscaler", "autoscaling", "v1", N),
    ("HorizontalPodAutoscaler", "autoscaling", "v2beta1", N),
    ("HorizontalPodAutoscaler", "autoscaling", "v2beta2", N),
    ("Ingress", "extensions", "v1beta1", N),
    ("Ingress", "networking.k8s.io", "v1", N),
    ("Ingress", "networking.k8s.io", "v1beta1", N),
    ("IngressClass", "networking.k8s.io", "v1", C),
    ("IngressClass", "networking.k8s.io", "v1beta1", C),
    ("Job", "batch", "v1", N),
    ("Lease", "coordination.k8s.io", "v1", N),
    ("Lease", "coordination.k8s.io", "v1beta1", N),
    ("LimitRange", "", "v1", N),
    ("MutatingWebhookConfiguration", "admissionregistration.k8s.io", "v1", C),
    ("MutatingWebhookConfiguration", "admissionregistration.k8s.io", "v1beta1", C),
    ("Namespace", "", "v1", C),
    ("NetworkPolicy", "networking.k8s.io", "v1", N),
    ("Node", "", "v1", C),
    ("NodeProxyOptions", "", "v1", C),
    ("PersistentVolume", "", "v1", C),
    ("PersistentVolumeClaim", "", "v1", N),
    ("Pod", "", "v1", N),
    ("PodAttachOptions", "", "v1", N),
    ("PodDisruptionBudget", "policy", "v1", N),
    ("PodDisruptionBudget", "policy", "v1beta1", N),
    ("PodExecOptions", "", "v1", N),
    ("PodPortForwardOptions", "", "v1", N),
    ("PodProxyOptions", "", "v1", N),
    ("PodSecurityPolicy", "policy", "v1beta1", C),
    ("PodTemplate", "", "v1", N),
    ("PriorityClass", "scheduling.k8s.io", "v1", C),
    ("PriorityClass", "scheduling.k8s.io", "v1beta1", C),
    ("PriorityLevelConfiguration", "flowcontrol.apiserver.k8s.io", "v1beta1", C),
    ("ReplicaSet", "apps", "v1", N),
    ("ReplicationController", "", "v1", N),
    ("ResourceQuota", "", "v1", N),
    ("Role", "rbac.authorization.k8s.io", "v1", N),
    ("Role", "rbac.authorization.k8s.io", "v1beta1", N),
    ("RoleBinding", "rbac.authorization.k8s.io", "v1", N),
    ("RoleBinding", "rbac.authorization.k8s.io", "v1beta1", N),
    ("RuntimeClass", "node.k8s.io", "v1", C),
    ("RuntimeClass", "node.k8s.io", "v1beta1", C),
    ("Scale", "autoscaling", "v1", N),
    ("Secret", "", "v1", N),
    ("Service", "", "v1", N),
    ("ServiceAccount", "", "v1", N),
    ("ServiceProxyOptions", "", "v1", N),
    ("StatefulSet", "apps", "v1", N),
    ("StorageClass", "storage.k8s.io", "v1", C),
    ("StorageClass", "storage.k8s.io", "v1beta1", C),
    ("ValidatingWebhookConfiguration", "admissionregistration.k8s.io", "v1", C),
    ("ValidatingWebhookConfiguration", "admissionregistration.k8s.io", "v1beta1", C),
    ("VolumeAttachment", "storage.k8s.io", "v1", C),
    ("VolumeAttachment", "storage.k8s.io", "v1beta1", C),
];
