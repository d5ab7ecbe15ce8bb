//! Two containers of a pod that use the same port name.

use crate::{model::first_seen::FirstSeen, rules::prelude::*};

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PORT_NAME_REUSED_IN_POD,
        name: "port-name-reused-in-pod",
        title: "Port name used by two containers",
        aliases: &["k8s-warn:duplicate-port-name"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("port_name_reused_in_pod.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let mut first_seen = FirstSeen::new();
    for container in pod.running() {
        let owner = container.value().name.as_str();
        for port in container.ports() {
            let place = port.field("name");
            if place.is_empty() {
                continue;
            }
            if let Some((other, first)) = first_seen.earlier(place.str(), (owner, place))
                && other != owner
            {
                let port = name(place.str());
                let message =
                    text!("port name `{}` is also used by container `{}`", port, name(other));
                cx.report(place, message)
                    .related(first, "Services use this port for the name")
                    .help("give each port of the Pod a unique name");
            }
        }
    }
}
