//! A file mode written without its leading zero.

use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    code: "KV0017",
    name: "decimal-file-mode",
    aliases: &[],
    severity: Severity::Warning,
    set: Set::Core,
    fix: Fixable::Sometimes,
    since: "0.1.0",
    doc: include_str!("decimal_file_mode.md"),
    check: &Elsewhere,
};
