//! An API version that is deprecated.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DEPRECATED_API_VERSION,
        name: "deprecated-api-version",
        title: "Deprecated API version",
        aliases: &[
            "kube-score:stable-version",
            "monokle:K8S002",
            "trivy:KSV107",
            "pluto:deprecated",
            "popeye:403",
            "k8s-warn:deprecated-api",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("deprecated_api_version.md"),
    },
    check: &Elsewhere,
};
