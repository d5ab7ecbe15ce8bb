//! A probe without an explicit timeout or failure threshold.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PROBE_DEFAULTS_IMPLICIT,
        name: "probe-defaults-implicit",
        title: "Probe with default timeout or threshold",
        aliases: &[
            "datree:CONTAINERS_INCORRECT_INITIALDELAYSECONDS_VALUE",
            "datree:CONTAINERS_INCORRECT_PERIODSECONDS_VALUE",
            "datree:CONTAINERS_INCORRECT_TIMEOUTSECONDS_VALUE",
            "datree:CONTAINERS_INCORRECT_SUCCESSTHRESHOLD_VALUE",
            "datree:CONTAINERS_INCORRECT_FAILURETHRESHOLD_VALUE",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("probe_defaults_implicit.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    for (name, probe) in container.probes() {
        let defaults =
            [("timeoutSeconds", "timeout of 1 s"), ("failureThreshold", "failure threshold of 3")];
        let (fields, unset): (Vec<&str>, Vec<&str>) = defaults
            .into_iter()
            .filter(|(field, _)| !probe.place().get(field).is_present())
            .unzip();
        if !unset.is_empty() {
            let unset = text::name(unset.join(" and "));
            cx.report(probe, text!("{} uses the default {}", text::name(name), unset))
                .help(text!("set `{}`", text::name(fields.join("` and `"))));
        }
    }
}
