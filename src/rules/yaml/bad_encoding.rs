//! A file in an encoding other than UTF-8.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::BAD_ENCODING,
        name: "bad-encoding",
        title: "File that is not UTF-8",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("bad_encoding.md"),
    },
    check: &Elsewhere,
};
