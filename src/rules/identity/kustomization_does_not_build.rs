//! A kustomization that kustomize cannot build.

use crate::rules::prelude::*;

pub(super) static RULE: CheckedRule = CheckedRule {
    rule: Rule {
        code: code::KUSTOMIZATION_DOES_NOT_BUILD,
        name: "kustomization-does-not-build",
        title: "Kustomization that does not build",
        aliases: &[],
        severity: Severity::Warning,
        preset: Preset::Core,
        fix: Fixable::Never,
        since: "0.1.0",
        doc: include_str!("kustomization_does_not_build.md"),
    },
    check: &Elsewhere,
};
