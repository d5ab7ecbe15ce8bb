//! A keyword of JSON Schema that is not allowed in a definition.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRD_FORBIDDEN_SCHEMA_KEYWORD,
        name: "crd-forbidden-schema-keyword",
        title: "Forbidden keyword in a custom resource schema",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("crd_forbidden_schema_keyword.md"),
    },
    check: &Elsewhere,
};
