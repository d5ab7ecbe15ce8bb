//! A schema of a custom resource that is not structural.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRD_NON_STRUCTURAL_SCHEMA,
        name: "crd-non-structural-schema",
        title: "Non-structural schema",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("crd_non_structural_schema.md"),
    },
    check: &Elsewhere,
};
