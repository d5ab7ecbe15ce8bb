//! A container in which programs can gain privileges.

use super::control::{ControlFault, ControlRule, Remedy};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PRIVILEGE_ESCALATION_ALLOWED,
        name: "privilege-escalation-allowed",
        title: "Privilege escalation allowed",
        aliases: &[
            "kube-linter:privilege-escalation-container",
            "polaris:privilegeEscalationAllowed",
            "checkov:CKV_K8S_20",
            "PSS:restricted/allowPrivilegeEscalation",
            "trivy:KSV001",
            "monokle:PSS202",
            "kubescape:C-0016",
            "datree:CONTAINERS_MISSING_KEY_ALLOWPRIVILEGEESCALATION",
            "kics:Privilege Escalation Allowed",
            "kyverno:disallow-privilege-escalation",
            "gatekeeper:K8sPSPAllowPrivilegeEscalationContainer",
        ],
        severity: Severity::Warning,
        preset: Preset::PssRestricted,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("privilege_escalation_allowed.md"),
    },
    check: &ControlRule { repair, ..ControlRule::of("allowPrivilegeEscalation") },
};

/// The API server rejects `false` next to what grants all privileges.
fn repair(fault: ControlFault<'_>) -> Remedy<'_> {
    let Some(container) = fault.container else { return Remedy::Help };
    let privileged = container.at(&["securityContext", "privileged"]);
    if privileged.bool() == Some(true) {
        return Remedy::Follows(privileged);
    }
    let mut added = container.at(&["securityContext", "capabilities", "add"]).items();
    if added.any(|capability| capability.str() == "CAP_SYS_ADMIN") {
        return Remedy::Help;
    }
    let title = Text::words("set `allowPrivilegeEscalation: false`");
    Remedy::Edit(title, fault.place.create("false"))
}
