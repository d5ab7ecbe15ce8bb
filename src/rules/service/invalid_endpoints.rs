//! Endpoints with a subset that is not valid.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_ENDPOINTS,
        name: "invalid-endpoints",
        title: "Invalid Endpoints",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_endpoints.md"),
    },
    check: &Elsewhere,
};
