//! Plain text where base64 is expected.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_BASE64,
        name: "invalid-base64",
        title: "Invalid base64",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_base64.md"),
    },
    check: &Elsewhere,
};
