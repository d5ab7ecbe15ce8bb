//! A kustomization that refers to a missing file.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::KUSTOMIZE_FILE_MISSING,
        name: "kustomize-file-missing",
        title: "Missing file in a kustomization",
        aliases: &[],
        severity: Severity::Error,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("kustomize_file_missing.md"),
    },
    check: &Elsewhere,
};
