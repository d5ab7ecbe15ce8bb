//! A pod without a priority class.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_PRIORITY_CLASS,
        name: "no-priority-class",
        title: "Missing priority class",
        aliases: &["kube-linter:priority-class-name", "polaris:priorityClassNotSet"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_priority_class.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    let place = pod.spec.field("priorityClassName");
    if place.is_empty() {
        cx.report(place, "the Pod has no priority class")
            .help("set `priorityClassName`, which decides what is evicted when nodes are full");
    }
}
