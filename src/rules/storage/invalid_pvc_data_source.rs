//! A data source of a volume that is not valid.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::INVALID_PVC_DATA_SOURCE,
        name: "invalid-pvc-data-source",
        title: "Invalid PersistentVolumeClaim data source",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("invalid_pvc_data_source.md"),
    },
    check: &Elsewhere,
};
