//! A container without a memory limit.

use super::report_missing;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_MEMORY_LIMIT,
        name: "no-memory-limit",
        title: "Missing memory limit",
        aliases: &[
            "kube-linter:unset-memory-requirements",
            "kube-score:container-resources",
            "polaris:memoryLimitsMissing",
            "checkov:CKV_K8S_13",
            "trivy:KSV018",
            "popeye:107",
            "monokle:KBP005",
            "kubescape:C-0009",
            "kubescape:C-0271",
            "datree:CONTAINERS_MISSING_MEMORY_LIMIT_KEY",
            "kics:Memory Limits Not Defined",
        ],
        severity: Severity::Info,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_memory_limit.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    let effect = "a memory leak affects all Pods of the node";
    report_missing(container, ResourceField::Limits, "memory", effect, cx);
}
