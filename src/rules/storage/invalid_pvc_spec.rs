//! A PersistentVolumeClaim without access modes or a size.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_PVC_SPEC,
        name: "invalid-pvc-spec",
        title: "Invalid PersistentVolumeClaim",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_pvc_spec.md"),
    },
    check: &Elsewhere,
};
