//! A seccomp or AppArmor profile is incomplete or contradicts itself.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_PROFILE,
        name: "invalid-profile",
        title: "Invalid seccomp or AppArmor profile",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_profile.md"),
    },
    check: &Elsewhere,
};
