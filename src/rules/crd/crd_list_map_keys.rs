//! A list or map type that contradicts its schema.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRD_LIST_MAP_KEYS,
        name: "crd-list-map-keys",
        title: "Invalid list or map type in a schema",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("crd_list_map_keys.md"),
    },
    check: &Elsewhere,
};
