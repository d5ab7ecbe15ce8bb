//! A liveness probe that restarts the container after a single failure.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::LIVENESS_FAILURE_THRESHOLD_ONE,
        name: "liveness-failure-threshold-one",
        title: "Liveness probe with a failure threshold of 1",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("liveness_failure_threshold_one.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let threshold = container.field("livenessProbe").get("failureThreshold");
    if threshold.int() == Some(1) {
        cx.report(threshold, "a single failed liveness probe restarts the container")
            .help("set `failureThreshold` to 3 or more");
    }
}
