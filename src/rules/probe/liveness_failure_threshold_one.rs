//! A liveness probe that restarts after a single failure.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV4111",
    name: "liveness-failure-threshold-one",
    title: "Liveness probe with a failure threshold of one",
    aliases: &[],
    severity: Severity::Info,
    set: Set::Recommended,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("liveness_failure_threshold_one.md"),
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let threshold = container.field("livenessProbe").get("failureThreshold");
    if threshold.int() == Some(1) {
        cx.report(threshold, "one slow answer restarts the container")
            .help("write 3 or more: a restart is rarely what a busy process needs");
    }
}
