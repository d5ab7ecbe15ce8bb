//! A reference to a key names no object or no key.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_KEY_REF,
        name: "invalid-key-ref",
        title: "Invalid key reference",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_key_ref.md"),
    },
    check: &Elsewhere,
};
