//! A probe that may take longer than the time until the next one.

use super::{period, timeout};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV4109",
    name: "probe-timeout-exceeds-period",
    title: "Probe timeout longer than its period",
    aliases: &[],
    severity: Severity::Info,
    set: Set::Recommended,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("probe_timeout_exceeds_period.md"),
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for (_, probe) in container.probes() {
        let probe = probe.place();
        let (timeout, period) = (timeout(probe), period(probe));
        if timeout > period {
            let message = format!("timeoutSeconds {timeout} is longer than periodSeconds {period}");
            cx.report(probe.get("timeoutSeconds"), message)
                .related(probe.get("periodSeconds"), "asked again after this (10 s unless set)")
                .help("the next question waits for the answer, so that the period is not kept");
        }
    }
}
