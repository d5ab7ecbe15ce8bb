//! Fields of an older version under a newer `apiVersion`.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::FIELD_OF_OLDER_VERSION,
        name: "field-of-older-version",
        title: "Field of an older API version",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("field_of_older_version.md"),
    },
    check: &Elsewhere,
};
