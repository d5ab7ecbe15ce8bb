//! Roles and bindings.

use super::CheckedRule;

mod invalid_rbac_rule;
mod invalid_rbac_subject;
mod invalid_role_ref;

pub(super) static RULES: &[&CheckedRule] =
    &[&invalid_rbac_rule::RULE, &invalid_role_ref::RULE, &invalid_rbac_subject::RULE];
