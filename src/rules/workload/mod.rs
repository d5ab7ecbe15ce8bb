//! Fields of controllers: strategies, counts, jobs and their policies.

use super::Rule;

mod huge_indexed_job;
mod invalid_controller_revision;
mod invalid_job_completion;
mod invalid_job_policy;
mod invalid_rolling_update_value;
mod invalid_statefulset_field;
mod invalid_time_zone;
mod negative_count;
mod negative_statefulset_history;
mod progress_deadline_too_short;
mod recreate_with_rolling_update;
mod rolling_update_both_zero;

pub(super) static RULES: &[&Rule] = &[
    &rolling_update_both_zero::RULE,
    &invalid_rolling_update_value::RULE,
    &recreate_with_rolling_update::RULE,
    &progress_deadline_too_short::RULE,
    &invalid_statefulset_field::RULE,
    &negative_count::RULE,
    &negative_statefulset_history::RULE,
    &invalid_job_completion::RULE,
    &invalid_job_policy::RULE,
    &huge_indexed_job::RULE,
    &invalid_time_zone::RULE,
    &invalid_controller_revision::RULE,
];
