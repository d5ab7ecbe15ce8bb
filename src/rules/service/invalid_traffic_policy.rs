//! A traffic policy where there is no such traffic, or of an unknown value.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_TRAFFIC_POLICY,
        name: "invalid-traffic-policy",
        title: "Invalid traffic policy",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_traffic_policy.md"),
    },
    check: &Elsewhere,
};
