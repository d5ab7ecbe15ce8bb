//! A CronJob whose Jobs may run at the same time by default.

use k8s_openapi::api::batch::v1::CronJob;

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRONJOB_CONCURRENCY_UNSET,
        name: "cronjob-concurrency-unset",
        title: "Missing concurrency policy",
        aliases: &["datree:CRONJOB_MISSING_CONCURRENCYPOLICY_KEY"],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("cronjob_concurrency_unset.md"),
    },
    check: &Objects::<CronJob>(check),
};

fn check<'a>(job: At<'a, CronJob>, cx: &mut Context<'a>) {
    let place = job.place().at(&["spec", "concurrencyPolicy"]);
    if place.is_empty() {
        cx.report(place, "a slow Job and the next one run at the same time")
            .help("set `concurrencyPolicy`: Forbid, Replace, or Allow if that is meant");
    }
}
