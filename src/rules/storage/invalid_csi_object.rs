//! A CSI object that is not valid.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_CSI_OBJECT,
        name: "invalid-csi-object",
        title: "Invalid CSI object",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_csi_object.md"),
    },
    check: &Elsewhere,
};
