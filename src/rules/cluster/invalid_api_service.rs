//! An APIService whose fields contradict its name.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_API_SERVICE,
        name: "invalid-api-service",
        title: "Invalid APIService",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_api_service.md"),
    },
    check: &Elsewhere,
};
