//! A block device of a container is not valid.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_VOLUME_DEVICE,
        name: "invalid-volume-device",
        title: "Invalid volume device",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_volume_device.md"),
    },
    check: &Elsewhere,
};
