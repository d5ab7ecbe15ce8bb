//! A schedule with a date that no year has.

use k8s_openapi::api::batch::v1::CronJob;

use super::schedule::{fields_of, numbers_of};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRON_NEVER_FIRES,
        name: "cron-never-fires",
        title: "Schedule that never fires",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("cron_never_fires.md"),
    },
    check: &Objects::<CronJob>(check),
};

/// The days of each month; February in a leap year.
const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

fn check<'a>(job: At<'a, CronJob>, cx: &mut Context<'a>) {
    let place = job.place().at(&["spec", "schedule"]);
    let Some([_, _, days, months, weekdays]) = fields_of(place.str()) else { return };
    // Where both are restricted, either is enough.
    if !matches!(weekdays, "*" | "?") {
        return;
    }
    let (Some(days), Some(months)) = (numbers_of(days, 1, 31), numbers_of(months, 1, 12)) else {
        return;
    };
    let longest = months.iter().filter_map(|month| DAYS.get(*month as usize - 1)).max();
    let Some(longest) = longest else { return };
    if days.iter().all(|day| day > longest) {
        cx.report(place, "the schedule names a date that does not exist, so no Job is started")
            .help("use a day of the month that every chosen month has");
    }
}
