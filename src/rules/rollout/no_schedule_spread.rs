//! A hard constraint that may leave pods waiting.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV4322",
    name: "no-schedule-spread",
    title: "Hard scheduling constraint",
    aliases: &["datree:EKS_INVALID_VALUE_DONOOTSCHEDULE"],
    severity: Severity::Info,
    set: Set::Strict,
    fix: Fixable::Never,
    since: "0.1.0",
    doc: include_str!("no_schedule_spread.md"),
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    for spread in pod.spreads().filter(|spread| spread.when_unsatisfiable == "DoNotSchedule") {
        cx.report(spread.field("whenUnsatisfiable"), "pods wait where the spread cannot be kept")
            .help("use ScheduleAnyway where running matters more than being spread");
    }
    for term in pod.required_anti_affinities() {
        cx.report(term.field("topologyKey"), "pods wait where no place is free of the others")
            .help("prefer instead of require where running matters more");
    }
}
