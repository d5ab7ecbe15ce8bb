//! A CronJob without a starting deadline.

use k8s_openapi::api::batch::v1::CronJob;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRONJOB_WITHOUT_DEADLINE,
        name: "cronjob-without-deadline",
        title: "Missing starting deadline",
        aliases: &[
            "kube-score:cronjob-has-deadline",
            "datree:CRONJOB_MISSING_STARTINGDEADLINESECOND_KEY",
            "kics:CronJob Deadline Not Configured",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("cronjob_without_deadline.md"),
    },
    check: &Objects::<CronJob>(check),
};

fn check<'a>(job: At<'a, CronJob>, cx: &mut Context<'a>) {
    let place = job.place().at(&["spec", "startingDeadlineSeconds"]);
    if !place.is_present() {
        cx.report(place, "a missed run may start at any later time")
            .help("set `startingDeadlineSeconds`, such as 300");
    }
}
