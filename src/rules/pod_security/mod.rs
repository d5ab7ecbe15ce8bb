//! Pods that violate the Pod Security level of their namespace.

use super::CheckedRule;

mod invalid_pod_security_label;
mod pod_security_enforced;

pub(super) static RULES: &[&CheckedRule] =
    &[&invalid_pod_security_label::RULE, &pod_security_enforced::RULE];
