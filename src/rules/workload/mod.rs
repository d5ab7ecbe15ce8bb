//! Workloads: selectors and templates, strategies, counts, jobs and their policies.

use super::CheckedRule;

mod cron_deadline_too_short;
mod cron_every_minute_of_hour;
mod cron_never_fires;
mod cronjob_concurrency_unset;
mod cronjob_without_deadline;
mod huge_indexed_job;
mod invalid_controller_revision;
mod invalid_cron_schedule;
mod invalid_job_completion;
mod invalid_job_policy;
mod invalid_rolling_update_value;
mod invalid_statefulset_field;
mod invalid_time_zone;
mod job_selector_set;
mod job_ttl;
mod missing_workload_selector;
mod negative_count;
mod negative_statefulset_history;
mod progress_deadline_too_short;
mod recreate_with_rolling_update;
mod rolling_update_both_zero;
mod schedule;
mod selector_template_mismatch;

pub(super) static RULES: &[&CheckedRule] = &[
    &selector_template_mismatch::RULE,
    &missing_workload_selector::RULE,
    &rolling_update_both_zero::RULE,
    &invalid_rolling_update_value::RULE,
    &recreate_with_rolling_update::RULE,
    &progress_deadline_too_short::RULE,
    &invalid_statefulset_field::RULE,
    &negative_count::RULE,
    &negative_statefulset_history::RULE,
    &invalid_job_completion::RULE,
    &invalid_job_policy::RULE,
    &job_selector_set::RULE,
    &huge_indexed_job::RULE,
    &invalid_cron_schedule::RULE,
    &invalid_time_zone::RULE,
    &invalid_controller_revision::RULE,
    &job_ttl::RULE,
    &cronjob_without_deadline::RULE,
    &cronjob_concurrency_unset::RULE,
    &cron_never_fires::RULE,
    &cron_every_minute_of_hour::RULE,
    &cron_deadline_too_short::RULE,
];
