//! A container without a memory request.

use super::report_missing;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_MEMORY_REQUEST,
        name: "no-memory-request",
        title: "Missing memory request",
        aliases: &[
            "kube-score:container-resources",
            "polaris:memoryRequestsMissing",
            "checkov:CKV_K8S_12",
            "trivy:KSV016",
            "popeye:106",
            "monokle:KBP004",
            "kubescape:C-0004",
            "kubescape:C-0269",
            "datree:CONTAINERS_MISSING_MEMORY_REQUEST_KEY",
            "kics:Memory Requests Not Defined",
            "kubevious:container-resource-request-limit-check",
        ],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_memory_request.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let effect = "the Pod is evicted first when memory is short";
    report_missing(container, ResourceField::Requests, "memory", effect, cx);
}
