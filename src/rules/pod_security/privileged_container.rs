//! A container that runs as root on the node, without isolation.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PRIVILEGED_CONTAINER,
        name: "privileged-container",
        title: "Privileged container",
        aliases: &[
            "kube-linter:privileged-container",
            "kube-score:container-security-context-privileged",
            "polaris:runAsPrivileged",
            "checkov:CKV_K8S_16",
            "PSS:baseline/privileged",
            "trivy:KSV017",
            "monokle:PSS103",
            "kubescape:C-0057",
            "datree:CONTAINERS_INCORRECT_PRIVILEGED_VALUE_TRUE",
            "kics:Container Is Privileged",
            "kyverno:disallow-privileged-containers",
            "gatekeeper:K8sPSPPrivilegedContainer",
        ],
        severity: Severity::Warning,
        preset: Preset::PssBaseline,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("privileged_container.md"),
    },
    check: &ControlRule::of("privileged"),
};
