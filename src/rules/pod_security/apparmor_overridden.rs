//! An AppArmor profile that lifts the protection of the runtime.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::APPARMOR_OVERRIDDEN,
        name: "apparmor-overridden",
        title: "AppArmor profile not allowed in baseline",
        aliases: &[
            "PSS:baseline/appArmorProfile",
            "trivy:KSV002",
            "monokle:PSS107",
            "kics:Missing App Armor Config",
            "kyverno:restrict-apparmor-profiles",
            "gatekeeper:K8sPSPAppArmor",
        ],
        severity: Severity::Warning,
        preset: Preset::PssBaseline,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("apparmor_overridden.md"),
    },
    check: &ControlRule::of("appArmorProfile"),
};
