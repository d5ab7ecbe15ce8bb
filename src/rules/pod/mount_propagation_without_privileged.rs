//! A mount propagates to the node without privileges.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MOUNT_PROPAGATION_WITHOUT_PRIVILEGED,
        name: "mount-propagation-without-privileged",
        title: "Mount propagation without a privileged container",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("mount_propagation_without_privileged.md"),
    },
    check: &Elsewhere,
};
