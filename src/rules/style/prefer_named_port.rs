//! A port that is used by its number although it has a name, or has none.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PREFER_NAMED_PORT,
        name: "prefer-named-port",
        title: "Port without or not used by name",
        aliases: &["popeye:105", "popeye:108", "popeye:1102", "popeye:1403"],
        severity: Severity::Info,
        preset: Preset::Style,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("prefer_named_port.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for port in container.ports() {
        if port.field("name").is_empty() {
            cx.report(
                port.field("containerPort"),
                text!("port {} has no name", name(port.container_port)),
            )
            .help("add a `name`, which Services and probes can refer to");
        }
    }
    for (_, probe) in container.probes() {
        for handler in ["httpGet", "tcpSocket"] {
            let place = probe.place().get(handler).get("port");
            let Some(number) = place.int() else { continue };
            let named = container.ports().find(|port| i64::from(port.container_port) == number);
            let Some(known) = named.and_then(|port| port.value().name.as_deref()) else { continue };
            cx.report(place, text!("port {} has the name `{}`", name(number), name(known)))
                .help(text!("write `port: {}`", name(known)));
        }
    }
}
