//! A manifest next to a kustomization that does not list it.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::MANIFEST_NOT_IN_KUSTOMIZATION,
        name: "manifest-not-in-kustomization",
        title: "Manifest that no kustomization lists",
        aliases: &[],
        severity: Severity::Info,
        preset: Preset::ClosedWorld,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("manifest_not_in_kustomization.md"),
    },
    check: &Elsewhere,
};
