//! A container port twice with different host ports.

use k8s_openapi::api::core::v1::ContainerPort;
use std::collections::BTreeMap;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CONTAINER_PORT_MERGE_KEY,
        name: "container-port-merge-key",
        title: "Container port listed twice",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("container_port_merge_key.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let mut first: BTreeMap<(i32, &str), At<'a, ContainerPort>> = BTreeMap::new();
    for port in container.ports() {
        let key = (port.container_port, port.protocol());
        let earlier = *first.entry(key).or_insert(port);
        if earlier.host_port != port.host_port {
            let number = name(port.container_port);
            cx.report(port.field("containerPort"), text!("port {} is listed twice", number))
                .related(earlier.field("containerPort"), "first listed here")
                .help("keep one of them: `kubectl apply` merges ports with the same number");
        }
    }
}
