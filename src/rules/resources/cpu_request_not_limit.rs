//! A CPU limit that differs from the request.

use super::report_difference;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CPU_REQUEST_NOT_LIMIT,
        name: "cpu-request-not-limit",
        title: "CPU request below its limit",
        aliases: &[
            "kube-score:container-resource-requests-equal-limits",
            "kube-score:container-cpu-requests-equal-limits",
            "kics:Container CPU Requests Not Equal Limits",
            "kics:Container Requests Not Equal Limits",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("cpu_request_not_limit.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    report_difference(container, "cpu", cx);
}
