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
            "datree:K8S_DEPRECATED_APIVERSION_1.16",
            "datree:K8S_DEPRECATED_APIVERSION_1.17",
            "datree:K8S_DEPRECATED_APIVERSION_1.19",
            "datree:K8S_DEPRECATED_APIVERSION_1.21",
            "datree:K8S_DEPRECATED_APIVERSION_1.22",
            "datree:K8S_DEPRECATED_APIVERSION_1.23",
            "datree:K8S_DEPRECATED_APIVERSION_1.24",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("deprecated_api_version.md"),
    },
    check: &Elsewhere,
};
