//! The pod template, wherever it lives.

use k8s_openapi::{
    api::{
        apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet},
        batch::v1::{CronJob, Job, JobTemplateSpec},
        core::v1::{
            Container, Pod, PodAffinityTerm, PodAntiAffinity, PodSpec, PodTemplateSpec,
            ReplicationController, TopologySpreadConstraint, WeightedPodAffinityTerm,
        },
    },
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};

use super::{At, Object, Place, labels::Labels};

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
    pub role: Role,
}

impl<'a> std::ops::Deref for InPod<'a> {
    type Target = At<'a, Container>;

    fn deref(&self) -> &At<'a, Container> {
        &self.container
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Main,
    /// Ends before the main containers start.
    Init,
    /// An init container with `restartPolicy: Always`, which runs beside the main ones.
    Sidecar,
}

impl<'a> PodTemplate<'a> {
    /// The pod template of an object, if its kind has one and it is written.
    pub fn of(object: &'a Object) -> Option<PodTemplate<'a>> {
        match object.gvk.kind.as_str() {
            "Pod" => {
                let pod = object.get::<Pod>()?;
                let meta = pod.get("metadata", |p| Some(&p.metadata));
                let spec = pod.get("spec", |p| p.spec.as_ref())?;
                Some(PodTemplate { place: pod.place(), meta, spec })
            }
            "Deployment" => Self::in_template(
                object
                    .get::<Deployment>()?
                    .get("spec", |d| Some(&d.spec))?
                    .get("template", |s| Some(&s.template))?,
            ),
            "StatefulSet" => Self::in_template(
                object
                    .get::<StatefulSet>()?
                    .get("spec", |s| Some(&s.spec))?
                    .get("template", |s| Some(&s.template))?,
            ),
            "DaemonSet" => Self::in_template(
                object
                    .get::<DaemonSet>()?
                    .get("spec", |s| Some(&s.spec))?
                    .get("template", |s| Some(&s.template))?,
            ),
            "ReplicaSet" => Self::in_template(
                object
                    .get::<ReplicaSet>()?
                    .get("spec", |s| Some(&s.spec))?
                    .get("template", |s| s.template.as_ref())?,
            ),
            "ReplicationController" => Self::in_template(
                object
                    .get::<ReplicationController>()?
                    .get("spec", |s| s.spec.as_ref())?
                    .get("template", |s| s.template.as_ref())?,
            ),
            "PodTemplate" => Self::in_template(
                object
                    .get::<k8s_openapi::api::core::v1::PodTemplate>()?
                    .get("template", |s| s.template.as_ref())?,
            ),
            "Job" => Self::in_template(
                object
                    .get::<Job>()?
                    .get("spec", |s| s.spec.as_ref())?
                    .get("template", |s| Some(&s.template))?,
            ),
            "CronJob" => {
                let cron = object.get::<CronJob>()?.get("spec", |s| Some(&s.spec))?;
                Self::in_job_template(cron.get("jobTemplate", |s| Some(&s.job_template))?)
            }
            _ => None,
        }
    }

    fn in_job_template(job: At<'a, JobTemplateSpec>) -> Option<PodTemplate<'a>> {
        Self::in_template(
            job.get("spec", |s| s.spec.as_ref())?.get("template", |s| Some(&s.template))?,
        )
    }

    fn in_template(template: At<'a, PodTemplateSpec>) -> Option<PodTemplate<'a>> {
        let meta = template.get("metadata", |t| t.metadata.as_ref());
        let spec = template.get("spec", |t| t.spec.as_ref())?;
        Some(PodTemplate { place: template.place(), meta, spec })
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
        static NONE: Labels = Labels::new();
        self.meta.and_then(|meta| meta.value().labels.as_ref()).unwrap_or(&NONE)
    }

    pub fn annotations(self) -> &'a Labels {
        static NONE: Labels = Labels::new();
        self.meta.and_then(|meta| meta.value().annotations.as_ref()).unwrap_or(&NONE)
    }

    /// Main containers, then init containers.
    pub fn containers(self) -> impl Iterator<Item = InPod<'a>> + use<'a> {
        let main = self
            .spec
            .list("containers", |s| Some(&s.containers))
            .map(move |container| InPod { pod: self, container, role: Role::Main });
        let init = self.spec.list("initContainers", |s| s.init_containers.as_ref()).map(
            move |container: At<'a, Container>| {
                let sidecar = container.restart_policy.as_deref() == Some("Always");
                InPod {
                    pod: self,
                    container,
                    role: if sidecar { Role::Sidecar } else { Role::Init },
                }
            },
        );
        main.chain(init)
    }

    /// The containers that run at the same time: main ones and sidecars.
    pub fn running(self) -> impl Iterator<Item = InPod<'a>> + use<'a> {
        self.containers().filter(|c| c.role != Role::Init)
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
