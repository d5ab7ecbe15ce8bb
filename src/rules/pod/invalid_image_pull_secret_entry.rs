//! An image pull secret has no name or is repeated.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_IMAGE_PULL_SECRET_ENTRY,
        name: "invalid-image-pull-secret-entry",
        title: "Invalid image pull secret entry",
        aliases: &["k8s-warn:duplicate-image-pull-secret", "k8s-warn:empty-image-pull-secret"],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("invalid_image_pull_secret_entry.md"),
    },
    check: &Elsewhere,
};
