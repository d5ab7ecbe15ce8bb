//! A hard constraint that may leave pods pending.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_SCHEDULE_SPREAD,
        name: "no-schedule-spread",
        title: "Hard scheduling constraint",
        aliases: &["datree:EKS_INVALID_VALUE_DONOOTSCHEDULE"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_schedule_spread.md"),
    },
    check: &Pods(check),
};

fn check<'a>(pod: PodTemplate<'a>, cx: &mut Context<'a>) {
    for spread in pod.spreads().filter(|spread| spread.when_unsatisfiable == "DoNotSchedule") {
        cx.report(
            spread.field("whenUnsatisfiable"),
            "Pods stay Pending if the spread constraint cannot be satisfied",
        )
        .help("use ScheduleAnyway if running matters more than spreading");
    }
    for term in pod.required_anti_affinities() {
        cx.report(
            term.field("topologyKey"),
            "Pods stay Pending if the required anti-affinity cannot be satisfied",
        )
        .help("use a preferred anti-affinity if running matters more than spreading");
    }
}
