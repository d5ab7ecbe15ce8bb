//! A container requests more than its limit.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::REQUEST_EXCEEDS_LIMIT,
        name: "request-exceeds-limit",
        title: "Resource request above its limit",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("request_exceeds_limit.md"),
    },
    check: &Elsewhere,
};
