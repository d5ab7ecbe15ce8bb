//! Defaults of workloads (`pkg/apis/apps/v1/defaults.go`, `pkg/apis/batch/v1/defaults.go`).

use serde_json::json;

use super::{Fields, inner, is_empty, set_absent, text};
use crate::model::{gates, version::Version};

/// Only an absent type brings the settings of a rolling update.
pub(super) fn stateful_set_strategy(strategy: &mut Fields) {
    if text(strategy, "type").is_empty() {
        strategy.insert("type".to_owned(), "RollingUpdate".into());
        set_absent(strategy, "rollingUpdate", json!({}));
    }
    if text(strategy, "type") != "RollingUpdate" {
        // Its own defaults are for that type alone.
        if strategy.get("rollingUpdate").is_some_and(is_empty) {
            strategy.shift_remove("rollingUpdate");
        }
    }
}

/// A Job; the template of a CronJob gets these when a Job is made of it.
pub(super) fn job(job: &mut Fields, version: Version) {
    let spec = inner(job, "spec");
    if !spec.contains_key("parallelism") {
        set_absent(spec, "completions", 1);
    }
    set_absent(spec, "parallelism", 1);
    let by_index = spec.contains_key("backoffLimitPerIndex");
    set_absent(spec, "backoffLimit", if by_index { i32::MAX } else { 6 });
    set_absent(spec, "completionMode", "NonIndexed");
    set_absent(spec, "suspend", false);
    let by_policy = spec.contains_key("podFailurePolicy");
    let replacement = if by_policy { "Failed" } else { "TerminatingOrFailed" };
    if version.enables(gates::JOB_POD_REPLACEMENT_POLICY) {
        set_absent(spec, "podReplacementPolicy", replacement);
    }
    if version.since(29) {
        set_absent(spec, "manualSelector", false);
    }
}
