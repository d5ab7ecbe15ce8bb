//! A container that sees all of /proc of its own user namespace.

use super::control::ControlRule;
use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::PROC_MOUNT_IN_USER_NAMESPACE,
        name: "proc-mount-in-user-namespace",
        title: "Unmasked proc in a user namespace",
        aliases: &["PSS:restricted/procMount_restricted"],
        severity: Severity::Warning,
        preset: Preset::PssRestricted,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("proc_mount_in_user_namespace.md"),
    },
    check: &ControlRule {
        beyond: Some(code::PROC_MOUNT_UNMASKED),
        ..ControlRule::of("procMount_restricted")
    },
};
