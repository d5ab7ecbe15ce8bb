//! A starting deadline that is shorter than the time between two checks.

use k8s_openapi::api::batch::v1::CronJob;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRON_DEADLINE_TOO_SHORT,
        name: "cron-deadline-too-short",
        title: "Starting deadline below 10 seconds",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("cron_deadline_too_short.md"),
    },
    check: &Objects::<CronJob>(check),
};

fn check<'a>(job: At<'a, CronJob>, cx: &mut Context<'a>) {
    let place = job.place().at(&["spec", "startingDeadlineSeconds"]);
    if let Some(seconds) = place.int().filter(|seconds| (0..10).contains(seconds)) {
        cx.report(
            place,
            text!("a deadline of {} s may be over before it is checked", name(seconds)),
        )
        .help("set 10 or more; the controller checks every 10 seconds");
    }
}
