//! A container without a CPU limit.

use super::report_missing;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_CPU_LIMIT,
        name: "no-cpu-limit",
        title: "Missing CPU limit",
        aliases: &[
            "kube-score:container-resources",
            "polaris:cpuLimitsMissing",
            "checkov:CKV_K8S_11",
            "trivy:KSV011",
            "popeye:107",
            "monokle:KBP003",
            "kubescape:C-0009",
            "kubescape:C-0270",
            "datree:CONTAINERS_MISSING_CPU_LIMIT_KEY",
            "kics:CPU Limits Not Set",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_cpu_limit.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let effect = "the container may use all free CPU of its node";
    report_missing(container, ResourceField::Limits, "cpu", effect, cx);
}
