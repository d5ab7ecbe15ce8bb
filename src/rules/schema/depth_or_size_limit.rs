//! An object that is too large for the API server.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::DEPTH_OR_SIZE_LIMIT,
        name: "depth-or-size-limit",
        title: "Object too large",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("depth_or_size_limit.md"),
    },
    check: &Elsewhere,
};
