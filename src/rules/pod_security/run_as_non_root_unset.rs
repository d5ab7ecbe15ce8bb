//! Containers of which nothing says that they run without root.

use super::control::{ControlFault, ControlRule, Remedy};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RUN_AS_NON_ROOT_UNSET,
        name: "run-as-non-root-unset",
        title: "Container that may run as root",
        aliases: &[
            "kube-linter:run-as-non-root",
            "polaris:runAsRootAllowed",
            "checkov:CKV_K8S_23",
            "PSS:restricted/runAsNonRoot",
            "trivy:KSV012",
            "monokle:PSS203",
            "popeye:302",
            "popeye:306",
            "kubescape:C-0013",
            "datree:CONTAINERS_INCORRECT_RUNASNONROOT_VALUE",
            "kics:Containers Running As Root",
            "kyverno:require-run-as-nonroot",
            "gatekeeper:K8sPSPAllowedUsers",
        ],
        severity: Severity::Warning,
        preset: Preset::PssRestricted,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("run_as_non_root_unset.md"),
    },
    check: &ControlRule { per_pod: true, repair, ..ControlRule::of("runAsNonRoot") },
};

/// A container whose user is root would no longer start.
fn repair(fault: ControlFault<'_>) -> Remedy<'_> {
    let spec = fault.pod.spec.place();
    let lists = ["initContainers", "containers", "ephemeralContainers"];
    let containers = lists.into_iter().flat_map(|list| spec.get(list).items());
    let is_root = |holder: Place<'_>| holder.at(&["securityContext", "runAsUser"]).int() == Some(0);
    if std::iter::once(spec).chain(containers).any(is_root) {
        return Remedy::Help;
    }
    let of_pod = spec.at(&["securityContext", "runAsNonRoot"]);
    let place = if fault.place.is_set() { fault.place } else { of_pod };
    Remedy::Edit(Text::words("set `runAsNonRoot: true`"), place.create("true"))
}
