//! Inconsistent names of a custom resource.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRD_NAME_MISMATCH,
        name: "crd-name-mismatch",
        title: "Invalid names in a CustomResourceDefinition",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Sometimes,
        since: "0.1.0",
        doc: include_str!("crd_name_mismatch.md"),
    },
    check: &Elsewhere,
};
