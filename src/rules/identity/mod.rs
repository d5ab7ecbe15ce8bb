//! Objects and their names, and the kustomizations that combine them.

use super::CheckedRule;

mod apply_order;
mod bare_pod_adopted;
mod duplicate_object;
mod kustomization_does_not_build;
mod kustomize_file_missing;
mod manifest_not_in_kustomization;
mod mixed_namespaces;
mod namespace_not_declared;
mod reference_in_other_namespace;
mod workload_selectors_overlap;

pub(super) static RULES: &[&CheckedRule] = &[
    &duplicate_object::RULE,
    &reference_in_other_namespace::RULE,
    &namespace_not_declared::RULE,
    &apply_order::RULE,
    &mixed_namespaces::RULE,
    &workload_selectors_overlap::RULE,
    &bare_pod_adopted::RULE,
    &kustomize_file_missing::RULE,
    &manifest_not_in_kustomization::RULE,
    &kustomization_does_not_build::RULE,
];
