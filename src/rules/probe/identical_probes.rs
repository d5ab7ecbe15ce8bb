//! Liveness and readiness probes that are identical and equally tolerant.

use super::gives_up;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::IDENTICAL_PROBES,
        name: "identical-probes",
        title: "Identical liveness and readiness probes",
        aliases: &["kube-score:pod-probes-identical"],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("identical_probes.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let value = container.value();
    let (Some(live), Some(ready)) = (&value.liveness_probe, &value.readiness_probe) else { return };
    let same = live.exec == ready.exec
        && live.http_get == ready.http_get
        && live.tcp_socket == ready.tcp_socket
        && live.grpc == ready.grpc;
    let (liveness, readiness) =
        (container.field("livenessProbe"), container.field("readinessProbe"));
    if same && gives_up(liveness) <= gives_up(readiness) {
        let message = "the liveness probe is no more tolerant than the identical readiness probe";
        cx.report(liveness, message)
            .related(readiness, "the readiness probe")
            .help("raise `failureThreshold` of the liveness probe, or use a simpler check for it");
    }
}
