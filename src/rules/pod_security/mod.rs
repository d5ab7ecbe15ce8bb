//! Pods against the levels of Pod Security that their namespaces ask for.

use super::Rule;

mod invalid_pod_security_label;
mod pod_security_enforced;

pub(super) static RULES: &[&Rule] =
    &[&invalid_pod_security_label::RULE, &pod_security_enforced::RULE];
