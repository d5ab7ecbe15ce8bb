//! A container with ports and without a readiness probe.

use super::serves;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_READINESS_PROBE,
        name: "no-readiness-probe",
        title: "Missing readiness probe",
        aliases: &[
            "kube-linter:no-readiness-probe",
            "kube-score:pod-probes",
            "polaris:readinessProbeMissing",
            "checkov:CKV_K8S_9",
            "popeye:102",
            "popeye:104",
            "kubescape:C-0018",
            "datree:CONTAINERS_MISSING_READINESSPROBE_KEY",
            "kics:Readiness Probe Is Not Configured",
        ],
        severity: Severity::Warning,
        preset: Preset::Recommended,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_readiness_probe.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    if !serves(container) || container.field("readinessProbe").is_present() {
        return;
    }
    let message = text!("container `{}` has no readiness probe", name(&container.name));
    cx.report(container.field("name"), message)
        .help("add a `readinessProbe`, otherwise traffic arrives before the container is ready")
        .related(container.field("ports"), "traffic arrives at these ports");
}
