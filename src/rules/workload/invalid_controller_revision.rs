//! A ControllerRevision without data.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_CONTROLLER_REVISION,
        name: "invalid-controller-revision",
        title: "Invalid ControllerRevision",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_controller_revision.md"),
    },
    check: &Elsewhere,
};
