//! A workload with no replicas.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::ZERO_REPLICAS,
        name: "zero-replicas",
        title: "Zero replicas",
        aliases: &["popeye:500"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("zero_replicas.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let place = pod.object().field("spec").get("replicas");
    if place.int() == Some(0) {
        cx.report(place, "no Pods run with 0 replicas")
            .help("raise `replicas`, or remove the workload");
    }
}
