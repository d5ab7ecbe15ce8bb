//! A probe whose timeout is longer than its period.

use super::{period, timeout};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PROBE_TIMEOUT_EXCEEDS_PERIOD,
        name: "probe-timeout-exceeds-period",
        title: "Probe timeout longer than its period",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("probe_timeout_exceeds_period.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for (_, probe) in container.probes() {
        let probe = probe.place();
        let (timeout, period) = (timeout(probe), period(probe));
        if timeout > period {
            let period = name(period);
            let message =
                text!("timeoutSeconds ({}) exceeds periodSeconds ({})", name(timeout), period);
            cx.report(probe.get("timeoutSeconds"), message)
                .related(probe.get("periodSeconds"), "the next probe is due after this time")
                .help(text!("use at most {}, otherwise the next probe starts late", period));
        }
    }
}
