//! A memory limit that differs from the request.

use super::report_difference;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MEMORY_REQUEST_NOT_LIMIT,
        name: "memory-request-not-limit",
        title: "Memory request below its limit",
        aliases: &[
            "kube-score:container-resource-requests-equal-limits",
            "kube-score:container-memory-requests-equal-limits",
            "kics:Container Memory Requests Not Equal Limits",
            "datree:EKS_INVALID_MEMORY_REQUEST_LIMIT",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("memory_request_not_limit.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    report_difference(container, "memory", cx);
}
