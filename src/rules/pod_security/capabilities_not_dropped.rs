//! A container that keeps the default capabilities.

use super::control::{ControlFault, ControlRule, Remedy};
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CAPABILITIES_NOT_DROPPED,
        name: "capabilities-not-dropped",
        title: "Capabilities not dropped",
        aliases: &[
            "polaris:insecureCapabilities",
            "checkov:CKV_K8S_37",
            "PSS:restricted/capabilities_restricted",
            "trivy:KSV003",
            "trivy:KSV004",
            "trivy:KSV106",
            "monokle:KBP103",
            "monokle:PSS206",
            "kics:Not Limited Capabilities For Container",
            "kics:No Drop Capabilities for Containers",
            "kyverno:disallow-capabilities-strict",
            "kyverno:require-drop-all",
            "gatekeeper:K8sPSPCapabilities",
        ],
        severity: Severity::Warning,
        preset: Preset::PssRestricted,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("capabilities_not_dropped.md"),
    },
    check: &ControlRule {
        beyond: Some(code::CAPABILITY_BEYOND_BASELINE),
        repair,
        ..ControlRule::of("capabilities_restricted")
    },
};

fn repair(fault: ControlFault<'_>) -> Remedy<'_> {
    let drop = fault.place;
    if drop.name() != "drop" {
        return Remedy::Help;
    }
    let edit =
        if drop.is_empty() { drop.create("[ALL]") } else { drop.append(&["ALL".to_owned()]) };
    Remedy::Edit(Text::words("drop all capabilities"), edit)
}
