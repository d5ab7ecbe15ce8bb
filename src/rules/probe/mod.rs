//! Probes: what they check, and when.

use super::prelude::*;
use crate::model::pods::ContainerRole;

mod identical_probes;
mod liveness_failure_threshold_one;
mod liveness_kills_slow_start;
mod no_liveness_probe;
mod no_readiness_probe;
mod probe_defaults_implicit;
mod probe_host_loopback;
mod probe_on_udp_port;
mod probe_port_name_unresolved;
mod probe_port_not_declared;
mod probe_timeout_exceeds_period;
mod process_lister_probe;
mod startup_budget_too_short;

pub(super) static RULES: &[&CheckedRule] = &[
    &no_readiness_probe::RULE,
    &no_liveness_probe::RULE,
    &identical_probes::RULE,
    &probe_port_name_unresolved::RULE,
    &probe_port_not_declared::RULE,
    &probe_on_udp_port::RULE,
    &liveness_kills_slow_start::RULE,
    &startup_budget_too_short::RULE,
    &probe_timeout_exceeds_period::RULE,
    &probe_host_loopback::RULE,
    &liveness_failure_threshold_one::RULE,
    &probe_defaults_implicit::RULE,
    &process_lister_probe::RULE,
];

/// Whether a container serves for as long as its pod runs: not one that ends, and with ports.
fn serves(container: InPod<'_>) -> bool {
    let policy = container.pod.spec.value().restart_policy.as_deref();
    container.role == ContainerRole::Main
        && !container.pod.ends()
        && matches!(policy, None | Some("" | "Always"))
        && container.ports().next().is_some()
}

/// A port that a probe or lifecycle hook connects to.
struct Asked<'a> {
    kind: &'static str,
    port: Place<'a>,
}

impl<'a> Asked<'a> {
    fn target(&self) -> Option<TargetPort<'a>> {
        match self.port.int() {
            Some(number) => i32::try_from(number).ok().map(TargetPort::Number),
            None => self.port.text().map(TargetPort::Name),
        }
    }
}

/// The ports that probes and hooks of a container use; init containers that end have neither.
fn asked_ports<'a>(container: InPod<'a>) -> Vec<Asked<'a>> {
    if container.role == ContainerRole::Init {
        return Vec::new();
    }
    let place = container.place();
    let holders = [
        place.get("livenessProbe"),
        place.get("readinessProbe"),
        place.get("startupProbe"),
        place.get("lifecycle").get("postStart"),
        place.get("lifecycle").get("preStop"),
    ];
    let mut asked = Vec::new();
    for holder in holders.into_iter().filter(|holder| holder.is_set()) {
        for kind in ["httpGet", "tcpSocket", "grpc"] {
            let handler = holder.get(kind);
            // With a host of its own it connects to something else.
            if handler.is_set() && handler.get("host").is_empty() {
                asked.push(Asked { kind, port: handler.get("port") });
            }
        }
    }
    asked
}

/// Seconds of a probe; what is 0 or absent has its default.
fn seconds(probe: Place<'_>, field: &'static str, default: i64) -> i64 {
    probe.get(field).int().filter(|seconds| *seconds > 0).unwrap_or(default)
}

fn delay(probe: Place<'_>) -> i64 {
    seconds(probe, "initialDelaySeconds", 0)
}

fn period(probe: Place<'_>) -> i64 {
    seconds(probe, "periodSeconds", 10)
}

fn timeout(probe: Place<'_>) -> i64 {
    seconds(probe, "timeoutSeconds", 1)
}

/// Seconds after the start at which a probe that always fails has failed for good.
fn gives_up(probe: Place<'_>) -> i64 {
    let failures = seconds(probe, "failureThreshold", 3);
    delay(probe).saturating_add(period(probe).saturating_mul(failures))
}
