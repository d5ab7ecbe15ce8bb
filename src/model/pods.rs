//! The pod template, wherever it lives.

use k8s_openapi::{
    api::{
        apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet},
        batch::v1::{CronJob, Job},
        core::v1::{
            Container, Pod, PodAffinityTerm, PodAntiAffinity, PodSpec, PodTemplateSpec,
            ReplicationController, TopologySpreadConstraint, WeightedPodAffinityTerm,
        },
    },
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::{At, Object, Place, Selector, labels::Labels};

/// A pod's metadata and spec: of a Pod itself or of a workload's template.
#[derive(Clone, Copy)]
pub struct PodTemplate<'a> {
    /// What holds `metadata` and `spec`.
    place: Place<'a>,
    meta: Option<At<'a, ObjectMeta>>,
    pub spec: At<'a, PodSpec>,
}

/// A container with the pod it belongs to. Dereferences to the typed container.
#[derive(Clone, Copy)]
pub struct InPod<'a> {
    pub pod: PodTemplate<'a>,
    pub container: At<'a, Container>,
    pub role: ContainerRole,
}

impl<'a> std::ops::Deref for InPod<'a> {
    type Target = At<'a, Container>;

    fn deref(&self) -> &At<'a, Container> {
        &self.container
    }
}

impl<'a> InPod<'a> {
    /// The field of a security context that counts: of the container or, where it has none, of the
    /// Pod; that of the container where neither is written.
    pub fn security(&self, field: &'a str) -> Place<'a> {
        let own = self.container.field("securityContext").get(field);
        let of_pod = self.pod.spec.field("securityContext").get(field);
        if own.is_set() || !of_pod.is_set() { own } else { of_pod }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContainerRole {
    Main,
    /// Ends before the main containers start.
    Init,
    /// An init container with `restartPolicy: Always`, which runs next to the main ones.
    Sidecar,
}

static NO_LABELS: &Labels = &Labels::new();

/// Where in an object its pod template is, and what it holds.
struct TypedTemplate<'a> {
    path: &'static [&'static str],
    meta: Option<&'a ObjectMeta>,
    spec: Option<&'a PodSpec>,
}

impl<'a> TypedTemplate<'a> {
    fn of(object: &'a Object) -> Option<TypedTemplate<'a>> {
        let below_spec = |template: &'a PodTemplateSpec| Self::at(&["spec", "template"], template);
        Some(match object.gvk.kind.as_str() {
            "Pod" => {
                let pod = object.typed::<Pod>()?;
                TypedTemplate { path: &[], meta: Some(&pod.metadata), spec: pod.spec.as_ref() }
            }
            "Deployment" => below_spec(&object.typed::<Deployment>()?.spec.template),
            "StatefulSet" => below_spec(&object.typed::<StatefulSet>()?.spec.template),
            "DaemonSet" => below_spec(&object.typed::<DaemonSet>()?.spec.template),
            "ReplicaSet" => below_spec(object.typed::<ReplicaSet>()?.spec.template.as_ref()?),
            "ReplicationController" => {
                let controller = object.typed::<ReplicationController>()?;
                below_spec(controller.spec.as_ref()?.template.as_ref()?)
            }
            "PodTemplate" => {
                let template = object.typed::<k8s_openapi::api::core::v1::PodTemplate>()?;
                Self::at(&["template"], template.template.as_ref()?)
            }
            "Job" => below_spec(&object.typed::<Job>()?.spec.as_ref()?.template),
            "CronJob" => {
                let job = object.typed::<CronJob>()?.spec.job_template.spec.as_ref()?;
                Self::at(&["spec", "jobTemplate", "spec", "template"], &job.template)
            }
            _ => return None,
        })
    }

    fn at(path: &'static [&'static str], template: &'a PodTemplateSpec) -> TypedTemplate<'a> {
        TypedTemplate { path, meta: template.metadata.as_ref(), spec: template.spec.as_ref() }
    }
}

impl<'a> PodTemplate<'a> {
    /// The pod template of an object, if its kind has one and it is written.
    pub fn of(object: &'a Object) -> Option<PodTemplate<'a>> {
        let TypedTemplate { path, meta, spec } = TypedTemplate::of(object)?;
        let place = object.place().at(path);
        let meta = meta.map(|meta| At::new(meta, place.get("metadata")));
        Some(PodTemplate { place, meta, spec: At::new(spec?, place.get("spec")) })
    }

    /// The labels of the pods of an object, which take no places to tell.
    pub(super) fn labels_of(object: &'a Object) -> Option<&'a Labels> {
        let typed = TypedTemplate::of(object)?;
        typed.spec?;
        Some(typed.meta.and_then(|meta| meta.labels.as_ref()).unwrap_or(NO_LABELS))
    }

    pub fn object(self) -> &'a Object {
        self.place.object()
    }

    /// What holds the template's `metadata` and `spec`.
    pub fn place(self) -> Place<'a> {
        self.place
    }

    /// `metadata.labels` of the template, written or not.
    pub fn labels_place(self) -> Place<'a> {
        self.place.get("metadata").get("labels")
    }

    pub fn labels(self) -> &'a Labels {
        self.meta.and_then(|meta| meta.value().labels.as_ref()).unwrap_or(NO_LABELS)
    }

    pub fn annotations(self) -> &'a Labels {
        self.meta.and_then(|meta| meta.value().annotations.as_ref()).unwrap_or(NO_LABELS)
    }

    /// Main containers, then init containers.
    pub fn containers(self) -> impl Iterator<Item = InPod<'a>> + use<'a> {
        let main = self
            .spec
            .list("containers", |s| Some(&s.containers))
            .map(move |container| InPod { pod: self, container, role: ContainerRole::Main });
        let init = self.spec.list("initContainers", |s| s.init_containers.as_ref()).map(
            move |container: At<'a, Container>| {
                let sidecar = container.restart_policy.as_deref() == Some("Always");
                InPod {
                    pod: self,
                    container,
                    role: if sidecar { ContainerRole::Sidecar } else { ContainerRole::Init },
                }
            },
        );
        main.chain(init)
    }

    /// The containers that run at the same time: main ones and sidecars.
    pub fn running(self) -> impl Iterator<Item = InPod<'a>> + use<'a> {
        self.containers().filter(|c| c.role != ContainerRole::Init)
    }

    pub fn spreads(self) -> impl Iterator<Item = At<'a, TopologySpreadConstraint>> + use<'a> {
        self.spec.list("topologySpreadConstraints", |s| s.topology_spread_constraints.as_ref())
    }

    /// The terms of its pod affinity, required ones first.
    pub fn affinities(self) -> impl Iterator<Item = At<'a, PodAffinityTerm>> + use<'a> {
        let affinity = self
            .spec
            .get("affinity", |s| s.affinity.as_ref())
            .and_then(|a| a.get("podAffinity", |a| a.pod_affinity.as_ref()));
        affinity.into_iter().flat_map(|affinity| {
            let required = affinity.list("requiredDuringSchedulingIgnoredDuringExecution", |a| {
                a.required_during_scheduling_ignored_during_execution.as_ref()
            });
            let preferred = affinity.list("preferredDuringSchedulingIgnoredDuringExecution", |a| {
                a.preferred_during_scheduling_ignored_during_execution.as_ref()
            });
            required.chain(preferred.filter_map(weighted))
        })
    }

    fn anti_affinity(self) -> Option<At<'a, PodAntiAffinity>> {
        self.spec
            .get("affinity", |s| s.affinity.as_ref())?
            .get("podAntiAffinity", |a| a.pod_anti_affinity.as_ref())
    }

    pub fn required_anti_affinities(
        self,
    ) -> impl Iterator<Item = At<'a, PodAffinityTerm>> + use<'a> {
        self.anti_affinity().into_iter().flat_map(|affinity| {
            affinity.list("requiredDuringSchedulingIgnoredDuringExecution", |a| {
                a.required_during_scheduling_ignored_during_execution.as_ref()
            })
        })
    }

    /// The terms of its anti-affinity, required ones first.
    pub fn anti_affinities(self) -> impl Iterator<Item = At<'a, PodAffinityTerm>> + use<'a> {
        let preferred = self.anti_affinity().into_iter().flat_map(|affinity| {
            affinity.list("preferredDuringSchedulingIgnoredDuringExecution", |a| {
                a.preferred_during_scheduling_ignored_during_execution.as_ref()
            })
        });
        self.required_anti_affinities().chain(preferred.filter_map(weighted))
    }

    /// Whether a term of its anti-affinity is about pods such as its own, as far as can be told.
    pub fn keeps_apart(self, term: At<'a, PodAffinityTerm>) -> bool {
        let selector = term.get("labelSelector", |t| t.label_selector.as_ref());
        let own = selector.is_some_and(|s| Selector::from_selector(s).matches(self.labels()));
        let namespaces = term.namespaces.as_deref().unwrap_or_default();
        let here = match &self.object().namespace {
            Some(own) => namespaces.is_empty() || namespaces.contains(own),
            None => true,
        };
        own && (here || term.namespace_selector.is_some())
    }

    /// Whether its containers are Windows containers.
    pub fn is_windows(self) -> bool {
        let spec = self.spec.place();
        let selected = ["kubernetes.io/os", "beta.kubernetes.io/os"]
            .map(|label| spec.get("nodeSelector").get(label).str());
        spec.get("os").get("name").str() == "windows" || selected.contains(&"windows")
    }

    /// Whether its users are none of the node's.
    pub fn has_own_users(self) -> bool {
        self.spec.host_users == Some(false)
    }

    /// Whether a controller makes its pods.
    pub fn is_managed(self) -> bool {
        !matches!(self.object().gvk.kind.as_str(), "Pod" | "PodTemplate")
    }

    /// Whether it is meant to end: a Job's or CronJob's, or a hook.
    pub fn ends(self) -> bool {
        matches!(self.object().gvk.kind.as_str(), "Job" | "CronJob") || self.object().runs_as_hook()
    }
}

fn weighted(term: At<'_, WeightedPodAffinityTerm>) -> Option<At<'_, PodAffinityTerm>> {
    term.get("podAffinityTerm", |t| Some(&t.pod_affinity_term))
}
