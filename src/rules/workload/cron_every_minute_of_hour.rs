//! A schedule that fires more often than it seems.

use k8s_openapi::api::batch::v1::CronJob;

use super::schedule::{fields_of, numbers_of};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRON_EVERY_MINUTE_OF_HOUR,
        name: "cron-every-minute-of-hour",
        title: "Schedule that fires more often than expected",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("cron_every_minute_of_hour.md"),
    },
    check: &Objects::<CronJob>(check),
};

fn check<'a>(job: At<'a, CronJob>, cx: &mut Context<'a>) {
    let place = job.place().at(&["spec", "schedule"]);
    let Some([minute, hour, days, months, weekdays]) = fields_of(place.str()) else { return };
    let is_one = numbers_of(hour, 0, 23).is_some_and(|hours| hours.len() == 1);
    if minute == "*" && is_one {
        let meant = scalar(&format!("0 {hour} {days} {months} {weekdays}"));
        let hour = name(hour.to_owned());
        cx.report(place, text!("the schedule fires 60 times, in each minute of hour {}", hour))
            .help("write `0` for the minute")
            .fix(Safety::Unsafe, "write `0` for the minute", place.set(&meant));
    } else if is_restricted(days) && is_restricted(weekdays) {
        cx.report(place, "the schedule fires on these days of the month and on these weekdays")
            .help("restrict one of them only: if both are restricted, either is enough");
    }
}

fn is_restricted(field: &str) -> bool {
    !field.starts_with(['*', '?'])
}
