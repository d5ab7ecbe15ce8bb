//! A liveness probe that kills the container before it can be ready.

use super::{delay, gives_up};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::LIVENESS_KILLS_SLOW_START,
        name: "liveness-kills-slow-start",
        title: "Liveness probe that fails before readiness",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("liveness_kills_slow_start.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let live = container.field("livenessProbe");
    let ready = container.field("readinessProbe");
    let startup = container.field("startupProbe");
    if !live.is_set() || !ready.is_set() || startup.is_present() {
        return;
    }
    let (killed, asked) = (gives_up(live), delay(ready));
    if killed > asked {
        return;
    }
    let message = text!(
        "the liveness probe fails after {} s, but readiness is first probed after {} s",
        name(killed),
        name(asked)
    );
    let finding = cx.report(live, message);
    finding
        .related(ready.get("initialDelaySeconds"), "the time that the start is expected to take")
        .help("add a `startupProbe`, which delays the liveness probe until it has succeeded");
    if let Some(handler) = short_handler(live) {
        let times = asked / 10 + 1;
        let text = format!("{{{handler}, periodSeconds: 10, failureThreshold: {times}}}");
        finding.fix(Safety::Unsafe, "add a `startupProbe`", startup.set(&text));
    }
}

/// A handler with nothing but its target, as a flow map.
fn short_handler(probe: Place<'_>) -> Option<String> {
    let (http, tcp) = (probe.get("httpGet"), probe.get("tcpSocket"));
    let port = |handler: Place<'_>| handler.get("port").node().map(|node| node.raw().to_owned());
    match (http.count(), tcp.count()) {
        (2, 0) => {
            let path = scalar(http.get("path").text()?);
            Some(format!("httpGet: {{path: {path}, port: {}}}", port(http)?))
        }
        (0, 1) => Some(format!("tcpSocket: {{port: {}}}", port(tcp)?)),
        _ => None,
    }
}
