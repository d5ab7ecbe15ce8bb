//! An image begins or ends with whitespace.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::IMAGE_PADDED_WITH_SPACE,
        name: "image-padded-with-space",
        title: "Image with leading or trailing whitespace",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("image_padded_with_space.md"),
    },
    check: &Elsewhere,
};
