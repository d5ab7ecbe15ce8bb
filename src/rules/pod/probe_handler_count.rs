//! A probe or hook has no handler, or several.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PROBE_HANDLER_COUNT,
        name: "probe-handler-count",
        title: "Probe or hook without exactly one handler",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("probe_handler_count.md"),
    },
    check: &Elsewhere,
};
