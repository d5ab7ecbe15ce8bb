//! Two containers of a pod use one port name.

use crate::{model::firsts::Firsts, rules::prelude::*};

pub(super) static RULE: Rule = Rule {
    code: "KV4602",
    name: "port-name-reused-in-pod",
    title: "Port name used by two containers",
    aliases: &["k8s-warn:duplicate-port-name"],
    severity: Severity::Warning,
    set: Set::Core,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("port_name_reused_in_pod.md"),
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let mut firsts = Firsts::new();
    for container in pod.running() {
        let owner = container.value().name.as_str();
        for port in container.ports() {
            let place = port.field("name");
            let name = place.str();
            if name.is_empty() {
                continue;
            }
            if let Some((other, first)) = firsts.earlier(name, (owner, place))
                && other != owner
            {
                let message = format!("port name `{name}` is used by container `{other}` too");
                cx.report(place, message)
                    .related(first, "Services that ask for the name take this one")
                    .help("give each port of the pod a name of its own");
            }
        }
    }
}
