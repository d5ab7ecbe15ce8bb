//! The handler of a probe or hook is malformed.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_PROBE_HANDLER,
        name: "invalid-probe-handler",
        title: "Invalid probe or hook handler",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_probe_handler.md"),
    },
    check: &Elsewhere,
};
