//! Workloads: selectors and templates.

use super::Rule;

mod job_selector_set;
mod missing_workload_selector;
mod selector_template_mismatch;

pub(super) static RULES: &[&Rule] =
    &[&selector_template_mismatch::RULE, &missing_workload_selector::RULE, &job_selector_set::RULE];
