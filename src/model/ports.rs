//! Ports on the way from a Service to its containers.

use k8s_openapi::{
    api::core::v1::{ContainerPort, ServicePort},
    apimachinery::pkg::util::intstr::IntOrString,
};

use super::{At, PodTemplate};

/// Which container port a Service port or a policy means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetPort<'a> {
    Number(i32),
    Name(&'a str),
}

impl<'a> From<&'a IntOrString> for TargetPort<'a> {
    fn from(value: &'a IntOrString) -> TargetPort<'a> {
        match value {
            IntOrString::Int(number) => TargetPort::Number(*number),
            IntOrString::String(name) => TargetPort::Name(name),
        }
    }
}

impl<'a> At<'a, ServicePort> {
    /// `targetPort`; the port's own number where it is absent, 0 or empty, as the server fills it.
    pub fn target(self) -> TargetPort<'a> {
        match self.value().target_port.as_ref().map(TargetPort::from) {
            None | Some(TargetPort::Number(0) | TargetPort::Name("")) => {
                TargetPort::Number(self.port)
            }
            Some(target) => target,
        }
    }

    pub fn protocol(self) -> &'a str {
        protocol(self.value().protocol.as_deref())
    }

    /// How people tell it from the others: by name, else by number.
    pub fn title(self) -> String {
        self.name.clone().unwrap_or_else(|| self.port.to_string())
    }
}

impl<'a> At<'a, ContainerPort> {
    pub fn protocol(self) -> &'a str {
        protocol(self.value().protocol.as_deref())
    }

    pub fn is(self, target: TargetPort<'_>) -> bool {
        match target {
            TargetPort::Number(number) => self.container_port == number,
            TargetPort::Name(name) => self.name.as_deref() == Some(name),
        }
    }
}

impl<'a> PodTemplate<'a> {
    /// The ports of all containers that serve: main ones and sidecars, as the endpoints controller
    /// looks for them (`k8s.io/endpointslice/utils.go`, `FindPort`).
    pub fn ports(self) -> impl Iterator<Item = At<'a, ContainerPort>> + use<'a> {
        self.running().flat_map(|container| container.ports())
    }

    /// Whether nothing is hidden of its ports: each could be read, no patch is applied and no
    /// sidecar injected.
    pub fn ports_are_known(self) -> bool {
        self.object().is_whole()
            && !self.is_injected()
            && self.containers().all(|c| c.field("ports").is_whole())
    }

    /// Whether its labels or annotations ask a mesh or an agent to add containers.
    pub fn is_injected(self) -> bool {
        let asks = |(key, value): (&String, &String)| {
            (key.contains("inject") || key.contains("sidecar") || key == "dapr.io/enabled")
                && !matches!(value.as_str(), "false" | "disabled" | "no" | "0")
        };
        self.labels().iter().any(asks) || self.annotations().iter().any(asks)
    }
}

fn protocol(written: Option<&str>) -> &str {
    written.filter(|protocol| !protocol.is_empty()).unwrap_or("TCP")
}
