//! A long-running container without a liveness probe.

use super::serves;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::NO_LIVENESS_PROBE,
        name: "no-liveness-probe",
        title: "Missing liveness probe",
        aliases: &[
            "kube-linter:no-liveness-probe",
            "kube-score:pod-probes",
            "polaris:livenessProbeMissing",
            "checkov:CKV_K8S_8",
            "popeye:102",
            "popeye:103",
            "kubescape:C-0056",
            "datree:CONTAINERS_MISSING_LIVENESSPROBE_KEY",
            "kics:Liveness Probe Is Not Defined",
        ],
        severity: Severity::Info,
        preset: Preset::Strict,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("no_liveness_probe.md"),
    },
    check: &Containers(check),
};

fn check<'a>(container: InPod<'a>, cx: &mut Context<'a>) {
    if serves(container) && !container.field("livenessProbe").is_present() {
        let message = text!("container `{}` has no liveness probe", name(&container.name));
        cx.report(container.field("name"), message)
            .help("add a `livenessProbe` if the process can hang without exiting");
    }
}
