//! An invalid path of a scale subresource, printer column or selectable field.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRD_SUBRESOURCES_COLUMNS,
        name: "crd-subresources-columns",
        title: "Invalid subresource, printer column or selectable field",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("crd_subresources_columns.md"),
    },
    check: &Elsewhere,
};
