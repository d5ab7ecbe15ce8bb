//! An API version that was removed.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::REMOVED_API_VERSION,
        name: "removed-api-version",
        title: "Removed API version",
        aliases: &[
            "kube-linter:no-extensions-v1beta",
            "kube-score:stable-version",
            "monokle:K8S003",
            "trivy:KSV107",
            "pluto:removed",
            "popeye:403",
        ],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("removed_api_version.md"),
    },
    check: &Elsewhere,
};
