//! A volume of a type that the level restricted does not allow.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::RESTRICTED_VOLUME_TYPE,
        name: "restricted-volume-type",
        title: "Volume type not allowed in restricted",
        aliases: &[
            "PSS:restricted/restrictedVolumes",
            "trivy:KSV028",
            "monokle:PSS201",
            "kyverno:restrict-volume-types",
            "gatekeeper:K8sPSPVolumeTypes",
        ],
        severity: Severity::Warning,
        preset: Preset::PssRestricted,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("restricted_volume_type.md"),
    },
    check: &ControlRule {
        beyond: Some(code::HOST_PATH_VOLUME),
        ..ControlRule::of("restrictedVolumes")
    },
};
