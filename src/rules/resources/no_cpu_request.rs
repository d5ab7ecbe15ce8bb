//! A container without a CPU request.

use super::report_missing;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_CPU_REQUEST,
        name: "no-cpu-request",
        title: "Missing CPU request",
        aliases: &[
            "kube-linter:unset-cpu-requirements",
            "kube-score:container-resources",
            "polaris:cpuRequestsMissing",
            "checkov:CKV_K8S_10",
            "trivy:KSV015",
            "popeye:106",
            "monokle:KBP002",
            "kubescape:C-0050",
            "kubescape:C-0268",
            "datree:CONTAINERS_MISSING_CPU_REQUEST_KEY",
            "kics:CPU Requests Not Set",
            "kubevious:container-resource-request-limit-check",
        ],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_cpu_request.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let effect = "the scheduler cannot tell how much CPU the container needs";
    report_missing(container, ResourceField::Requests, "cpu", effect, cx);
}
