//! Objects and their names, and the kustomizations that combine them.

use super::CheckedRule;

mod duplicate_object;
mod kustomization_does_not_build;
mod kustomize_file_missing;

pub(super) static RULES: &[&CheckedRule] =
    &[&duplicate_object::RULE, &kustomize_file_missing::RULE, &kustomization_does_not_build::RULE];
