//! A quota for requests that exceeds that for limits.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::QUOTA_REQUEST_ABOVE_LIMIT,
        name: "quota-request-above-limit",
        title: "Request quota above limit quota",
        aliases: &["k8s-warn:quota-request-above-limit"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("quota_request_above_limit.md"),
    },
    check: &Elsewhere,
};
