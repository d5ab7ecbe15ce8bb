//! A field that is ignored for this kind of Service.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INEFFECTIVE_SERVICE_FIELD,
        name: "ineffective-service-field",
        title: "Ignored Service field",
        aliases: &[
            "k8s-warn:headless-load-balancer-ip",
            "k8s-warn:headless-external-ips",
            "k8s-warn:headless-session-affinity",
            "k8s-warn:external-name-external-ips",
            "k8s-warn:external-name-ignored",
        ],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("ineffective_service_field.md"),
    },
    check: &Elsewhere,
};
