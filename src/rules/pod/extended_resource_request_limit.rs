//! A resource that cannot be overcommitted has a request other than its limit.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::EXTENDED_RESOURCE_REQUEST_LIMIT,
        name: "extended-resource-request-limit",
        title: "Extended resource request different from its limit",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("extended_resource_request_limit.md"),
    },
    check: &Elsewhere,
};
