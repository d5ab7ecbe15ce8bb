//! A user or group id is out of range.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_USER_OR_GROUP_ID,
        name: "invalid-user-or-group-id",
        title: "User or group ID out of range",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_user_or_group_id.md"),
    },
    check: &Elsewhere,
};
