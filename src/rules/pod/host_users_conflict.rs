//! A user namespace and namespaces of the node are both used.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::HOST_USERS_CONFLICT,
        name: "host-users-conflict",
        title: "Setting that conflicts with hostUsers",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("host_users_conflict.md"),
    },
    check: &Elsewhere,
};
