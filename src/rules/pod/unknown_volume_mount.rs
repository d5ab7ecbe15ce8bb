//! A container mounts a volume that its pod does not have.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::UNKNOWN_VOLUME_MOUNT,
        name: "unknown-volume-mount",
        title: "Mount of an unknown volume",
        aliases: &["kubevious:container-volume-mount-ref"],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("unknown_volume_mount.md"),
    },
    check: &Elsewhere,
};
