//! An invalid resource claim or device class.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_DRA_OBJECT,
        name: "invalid-dra-object",
        title: "Invalid ResourceClaim or DeviceClass",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_dra_object.md"),
    },
    check: &Elsewhere,
};
