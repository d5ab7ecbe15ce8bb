//! A webhook that the API server could not call.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_WEBHOOK,
        name: "invalid-webhook",
        title: "Invalid webhook",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_webhook.md"),
    },
    check: &Elsewhere,
};
