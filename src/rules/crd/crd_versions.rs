//! Versions of a custom resource that are not unique, or without a storage version.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::CRD_VERSIONS,
        name: "crd-versions",
        title: "Invalid versions in a CustomResourceDefinition",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("crd_versions.md"),
    },
    check: &Elsewhere,
};
