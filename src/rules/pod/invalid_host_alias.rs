//! A host alias has an invalid address or name.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_HOST_ALIAS,
        name: "invalid-host-alias",
        title: "Invalid host alias",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_host_alias.md"),
    },
    check: &Elsewhere,
};
