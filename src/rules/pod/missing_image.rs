//! A container has no image.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MISSING_IMAGE,
        name: "missing-image",
        title: "Missing container image",
        aliases: &["kics:Invalid Image"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("missing_image.md"),
    },
    check: &Elsewhere,
};
