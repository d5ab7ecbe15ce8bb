//! Named walks over typed objects, each a step in value and text at once.

use k8s_openapi::api::{
    apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet},
    core::v1::{
        Container, ContainerPort, EnvVar, Probe, ReplicationController, Service, ServicePort,
        ServiceSpec,
    },
    networking::v1::{
        Ingress, IngressBackend, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule,
        NetworkPolicyPeer, NetworkPolicyPort,
    },
    policy::v1::PodDisruptionBudget,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

use super::{At, Object, Selector};

impl<'a> At<'a, Service> {
    pub fn spec(self) -> Option<At<'a, ServiceSpec>> {
        self.get("spec", |s| s.spec.as_ref())
    }

    pub fn ports(self) -> impl Iterator<Item = At<'a, ServicePort>> + use<'a> {
        self.spec().into_iter().flat_map(|s| s.list("ports", |s| s.ports.as_ref()))
    }

    /// The selector, unless it is absent or empty (its endpoints are then made by others).
    pub fn selector(self) -> Option<Selector<'a>> {
        let spec = self.spec()?;
        let selector = Selector::from_map(spec.value().selector.as_ref(), spec.field("selector"));
        (!selector.is_empty()).then_some(selector)
    }

    /// Whether clients get the pods' own addresses.
    pub fn is_headless(self) -> bool {
        self.spec().is_some_and(|s| s.cluster_ip.as_deref() == Some("None"))
    }

    /// The type, `ClusterIP` by default.
    pub fn kind(self) -> &'a str {
        self.spec().and_then(|s| s.value().type_.as_deref()).unwrap_or("ClusterIP")
    }
}

impl<'a> At<'a, Container> {
    pub fn ports(self) -> impl Iterator<Item = At<'a, ContainerPort>> + use<'a> {
        self.list("ports", |c| c.ports.as_ref())
    }

    pub fn env(self) -> impl Iterator<Item = At<'a, EnvVar>> + use<'a> {
        self.list("env", |c| c.env.as_ref())
    }

    /// The probes that are written, each with its field name.
    pub fn probes(self) -> impl Iterator<Item = (&'static str, At<'a, Probe>)> + use<'a> {
        let probes = [
            ("livenessProbe", self.value().liveness_probe.as_ref()),
            ("readinessProbe", self.value().readiness_probe.as_ref()),
            ("startupProbe", self.value().startup_probe.as_ref()),
        ];
        probes.into_iter().filter_map(move |(name, probe)| Some((name, self.get(name, |_| probe)?)))
    }
}

impl<'a> At<'a, Ingress> {
    /// Every backend: the default one, then each path's.
    pub fn backends(self) -> Vec<At<'a, IngressBackend>> {
        let Some(spec) = self.get("spec", |i| i.spec.as_ref()) else { return Vec::new() };
        let default = spec.get("defaultBackend", |s| s.default_backend.as_ref());
        let rules = spec.list("rules", |s| s.rules.as_ref());
        let paths = rules
            .filter_map(|rule| rule.get("http", |r| r.http.as_ref()))
            .flat_map(|http| http.list("paths", |h| Some(&h.paths)))
            .filter_map(|path| path.get("backend", |p| Some(&p.backend)));
        default.into_iter().chain(paths).collect()
    }
}

impl Object {
    /// The selector with which a workload knows its pods; `None` where it is absent, or has fields
    /// that no selector has.
    pub fn workload_selector(&self) -> Option<Selector<'_>> {
        let typed = match self.gvk.kind.as_str() {
            "Deployment" => self.get::<Deployment>().map(|o| &o.value().spec.selector),
            "StatefulSet" => self.get::<StatefulSet>().map(|o| &o.value().spec.selector),
            "DaemonSet" => self.get::<DaemonSet>().map(|o| &o.value().spec.selector),
            "ReplicaSet" => self.get::<ReplicaSet>().map(|o| &o.value().spec.selector),
            "ReplicationController" => {
                let spec = self.get::<ReplicationController>()?.value().spec.as_ref()?;
                let place = self.field("spec").get("selector");
                return Some(Selector::from_map(spec.selector.as_ref(), place));
            }
            _ => None,
        };
        let place = self.field("spec").get("selector");
        sound(At::new(typed?, place))
    }

    /// The selector with which a Service, a disruption budget or a network policy chooses its pods.
    pub fn pod_selector(&self) -> Option<Selector<'_>> {
        match self.gvk.kind.as_str() {
            "Service" => self.get::<Service>()?.selector(),
            "PodDisruptionBudget" => self.get::<PodDisruptionBudget>()?.selector(),
            "NetworkPolicy" => self.get::<NetworkPolicy>()?.pod_selector(),
            _ => None,
        }
    }
}

impl<'a> At<'a, PodDisruptionBudget> {
    /// The selector; `None` where it is absent, or has fields that no selector has.
    pub fn selector(self) -> Option<Selector<'a>> {
        let spec = self.get("spec", |p| p.spec.as_ref())?;
        sound(spec.get("selector", |s| s.selector.as_ref())?)
    }
}

/// The selector, unless it says something that is not read, so that nobody knows whom it means.
fn sound(selector: At<'_, LabelSelector>) -> Option<Selector<'_>> {
    let place = selector.place();
    let is_read = |key: &str| matches!(key, "matchLabels" | "matchExpressions");
    let all_read = place.is_whole() && place.entries().all(|(key, _)| is_read(key));
    all_read.then(|| Selector::from_selector(selector))
}

impl<'a> At<'a, NetworkPolicy> {
    fn rules(
        self,
    ) -> (Vec<At<'a, NetworkPolicyIngressRule>>, Vec<At<'a, NetworkPolicyEgressRule>>) {
        let Some(spec) = self.get("spec", |p| p.spec.as_ref()) else {
            return (Vec::new(), Vec::new());
        };
        let ingress = spec.list("ingress", |s| s.ingress.as_ref()).collect();
        (ingress, spec.list("egress", |s| s.egress.as_ref()).collect())
    }

    /// Whom its rules admit, from and to.
    pub fn peers(self) -> Vec<At<'a, NetworkPolicyPeer>> {
        let (ingress, egress) = self.rules();
        let from = ingress.into_iter().flat_map(|rule| rule.list("from", |r| r.from.as_ref()));
        from.chain(egress.into_iter().flat_map(|rule| rule.list("to", |r| r.to.as_ref()))).collect()
    }

    /// The ports of the selected pods that its rules admit.
    pub fn ingress_ports(self) -> impl Iterator<Item = At<'a, NetworkPolicyPort>> + use<'a> {
        let (ingress, _) = self.rules();
        ingress.into_iter().flat_map(|rule| rule.list("ports", |r| r.ports.as_ref()))
    }

    /// The selector; `None` where it is absent, or has fields that no selector has.
    pub fn pod_selector(self) -> Option<Selector<'a>> {
        let spec = self.get("spec", |p| p.spec.as_ref())?;
        sound(spec.get("podSelector", |s| s.pod_selector.as_ref())?)
    }
}
