//! Defaults of network policies (`pkg/apis/networking/v1/defaults.go`).

use serde_json::json;

use super::{Fields, is_empty};

/// A policy is one of ingress, and one of egress where it has rules for that.
pub(super) fn policy(spec: &mut Fields) {
    if spec.get("policyTypes").is_none_or(is_empty) {
        let egress = spec.get("egress").is_some_and(|rules| !is_empty(rules));
        let types = if egress { json!(["Ingress", "Egress"]) } else { json!(["Ingress"]) };
        spec.insert("policyTypes".to_owned(), types);
    }
}
