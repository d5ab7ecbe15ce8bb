//! A probe that does not say how long it waits and how often.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV4112",
    name: "probe-defaults-implicit",
    title: "Probe with default timeout and threshold",
    aliases: &[
        "datree:CONTAINERS_INCORRECT_INITIALDELAYSECONDS_VALUE",
        "datree:CONTAINERS_INCORRECT_PERIODSECONDS_VALUE",
        "datree:CONTAINERS_INCORRECT_TIMEOUTSECONDS_VALUE",
        "datree:CONTAINERS_INCORRECT_SUCCESSTHRESHOLD_VALUE",
        "datree:CONTAINERS_INCORRECT_FAILURETHRESHOLD_VALUE",
    ],
    severity: Severity::Info,
    set: Set::Strict,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("probe_defaults_implicit.md"),
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for (name, probe) in container.probes() {
        let unset: Vec<&str> = [("timeoutSeconds", "1 s"), ("failureThreshold", "3 failures")]
            .into_iter()
            .filter(|(field, _)| !probe.place().get(field).mentioned())
            .map(|(_, default)| default)
            .collect();
        if !unset.is_empty() {
            cx.report(probe, format!("{name} counts on defaults: {}", unset.join(" and ")))
                .help("write timeoutSeconds and failureThreshold, as measured");
        }
    }
}
