//! An object whose typed values would take too much memory.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::TOO_MANY_VALUES,
        name: "too-many-values",
        title: "Object with too many values",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("too_many_values.md"),
    },
    check: &Elsewhere,
};
