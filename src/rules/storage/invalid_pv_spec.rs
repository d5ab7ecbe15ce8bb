//! A PersistentVolume without a size, access modes or a node.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_PV_SPEC,
        name: "invalid-pv-spec",
        title: "Invalid PersistentVolume",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_pv_spec.md"),
    },
    check: &Elsewhere,
};
