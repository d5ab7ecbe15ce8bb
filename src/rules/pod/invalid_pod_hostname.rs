//! A hostname of a pod is not a DNS name, or conflicts with another setting.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_POD_HOSTNAME,
        name: "invalid-pod-hostname",
        title: "Invalid Pod hostname",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_pod_hostname.md"),
    },
    check: &Elsewhere,
};
