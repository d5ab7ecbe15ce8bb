//! Containers without a seccomp profile.

use super::control::{ControlFault, ControlRule, Remedy};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::SECCOMP_UNSET,
        name: "seccomp-unset",
        title: "Missing seccomp profile",
        aliases: &[
            "kube-score:container-seccomp-profile",
            "checkov:CKV_K8S_31",
            "PSS:restricted/seccompProfile_restricted",
            "trivy:KSV030",
            "monokle:PSS205",
            "kubescape:C-0210",
            "datree:CIS_INVALID_VALUE_SECCOMP_PROFILE",
            "kics:Seccomp Profile Is Not Configured",
            "kyverno:restrict-seccomp-strict",
            "gatekeeper:K8sPSPSeccomp",
        ],
        severity: Severity::Warning,
        preset: Preset::PssRestricted,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("seccomp_unset.md"),
    },
    check: &ControlRule {
        beyond: Some(code::SECCOMP_UNCONFINED),
        per_pod: true,
        repair,
        ..ControlRule::of("seccompProfile_restricted")
    },
};

fn repair(fault: ControlFault<'_>) -> Remedy<'_> {
    if fault.place.is_set() {
        return Remedy::Help;
    }
    let place = fault.pod.spec.place().at(&["securityContext", "seccompProfile"]);
    let title = Text::words("set the seccomp profile `RuntimeDefault` for the Pod");
    Remedy::Edit(title, place.create("{type: RuntimeDefault}"))
}
