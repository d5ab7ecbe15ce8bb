//! What the server's validation requires of fields everywhere alike: which of those that `OpenAPI`
//! calls required really are, and where a value outside an enum is refused.
//!
//! `OpenAPI` cannot be taken at its word: many "required" fields have defaults, belong to a status
//! that is dropped, or are required under a condition only. Each entry was tried on a server of
//! 1.36; what is asked under a condition is in the validation of its kind.

use crate::model::schema::{Field, Type};

/// Fields that are refused as `Required value` wherever they are absent, by type.
const ENFORCED: &[(&str, &[&str])] = &[
    ("admissionregistration.v1.MatchCondition", &["expression", "name"]),
    ("admissionregistration.v1.MutatingWebhook", &["admissionReviewVersions", "sideEffects"]),
    (
        "admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec",
        &["policyName", "validationActions"],
    ),
    (
        "admissionregistration.v1.ValidatingWebhook",
        &["admissionReviewVersions", "clientConfig", "name", "sideEffects"],
    ),
    ("admissionregistration.v1.Validation", &["expression"]),
    ("admissionregistration.v1.Variable", &["expression", "name"]),
    ("apiextensions.v1.CustomResourceDefinitionSpec", &["group", "scope"]),
    ("apps.v1.DeploymentSpec", &["selector"]),
    ("apps.v1.ReplicaSetSpec", &["selector"]),
    ("apps.v1.StatefulSetSpec", &["selector"]),
    ("autoscaling.v1.CrossVersionObjectReference", &["name"]),
    ("autoscaling.v2.CrossVersionObjectReference", &["name"]),
    ("autoscaling.v2.MetricSpec", &["type"]),
    ("batch.v1.CronJobSpec", &["schedule"]),
    ("batch.v1.PodFailurePolicyOnExitCodesRequirement", &["operator"]),
    ("certificates.v1.CertificateSigningRequestSpec", &["signerName"]),
    ("core.v1.CSIPersistentVolumeSource", &["volumeHandle"]),
    ("core.v1.CinderPersistentVolumeSource", &["volumeID"]),
    ("core.v1.Container", &["name"]),
    ("core.v1.ContainerPort", &["containerPort"]),
    ("core.v1.EnvVar", &["name"]),
    ("core.v1.EphemeralContainer", &["name"]),
    ("core.v1.ISCSIPersistentVolumeSource", &["iqn", "targetPortal"]),
    ("core.v1.RBDPersistentVolumeSource", &["image", "monitors"]),
    ("core.v1.ScaleIOPersistentVolumeSource", &["gateway", "system"]),
    ("core.v1.TopologySelectorLabelRequirement", &["values"]),
    ("core.v1.Volume", &["name"]),
    ("core.v1.VolumeDevice", &["devicePath", "name"]),
    ("core.v1.VolumeMount", &["mountPath", "name"]),
    ("discovery.v1.EndpointSlice", &["addressType"]),
    ("flowcontrol.v1.PolicyRulesWithSubjects", &["subjects"]),
    ("flowcontrol.v1.PriorityLevelConfigurationReference", &["name"]),
    ("flowcontrol.v1.UserSubject", &["name"]),
    ("networking.v1.HTTPIngressPath", &["pathType"]),
    ("networking.v1.HTTPIngressRuleValue", &["paths"]),
    ("networking.v1.IPAddressSpec", &["parentRef"]),
    ("networking.v1.IPBlock", &["cidr"]),
    ("networking.v1.IngressClassParametersReference", &["name"]),
    ("networking.v1.ParentReference", &["name", "resource"]),
    ("rbac.v1.RoleRef", &["name"]),
    ("rbac.v1.Subject", &["name"]),
    ("resource.v1.OpaqueDeviceConfiguration", &["driver", "parameters"]),
    ("storage.v1.StorageClass", &["provisioner"]),
];

/// Enums that are not refused as `Unsupported value` at the field itself: the server does not look
/// (a gate is off), looks under a condition, or says it otherwise, as the kind's validation knows.
const NOT_REFUSED: &[(&str, &[&str])] = &[
    ("apiextensions.v1.ValidationRule", &["reason"]),
    ("apps.v1.DaemonSetUpdateStrategy", &["type"]),
    ("apps.v1.DeploymentStrategy", &["type"]),
    ("apps.v1.StatefulSetSpec", &["podManagementPolicy"]),
    ("apps.v1.StatefulSetUpdateStrategy", &["type"]),
    ("core.v1.Lifecycle", &["stopSignal"]),
    ("core.v1.NodeSelectorRequirement", &["operator"]),
    ("core.v1.ResourceQuotaSpec", &["scopes"]),
    ("core.v1.ScopedResourceSelectorRequirement", &["operator", "scopeName"]),
    ("core.v1.SecurityContext", &["procMount"]),
    ("core.v1.ServiceSpec", &["externalTrafficPolicy"]),
    ("core.v1.Taint", &["effect"]),
    ("core.v1.VolumeMount", &["mountPropagation"]),
    ("networking.v1.NetworkPolicySpec", &["policyTypes"]),
    ("scheduling.v1alpha2.PodGroupSpec", &["disruptionMode"]),
    ("scheduling.v1alpha2.PodGroupTemplate", &["disruptionMode"]),
];

/// Lists of which the server names the whole, not the item.
const NAMED_BY_LIST: &[(&str, &[&str])] = &[
    ("core.v1.PersistentVolumeClaimSpec", &["accessModes"]),
    ("core.v1.PersistentVolumeSpec", &["accessModes"]),
];

/// What the server's path for an unknown value ends in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PathEnd {
    Value,
    List,
}

pub(super) fn is_enforced(ty: Type, field: Field) -> bool {
    holds(ENFORCED, ty, field)
}

/// Whether the server refuses values outside the field's enum, and what it calls the place.
pub(super) fn refuses_unknown_values(ty: Type, field: Field) -> Option<PathEnd> {
    if holds(NOT_REFUSED, ty, field) {
        return None;
    }
    Some(if holds(NAMED_BY_LIST, ty, field) { PathEnd::List } else { PathEnd::Value })
}

fn holds(table: &[(&str, &[&str])], ty: Type, field: Field) -> bool {
    let row = table.binary_search_by_key(&ty.name(), |(name, _)| name);
    row.is_ok_and(|row| table[row].1.contains(&field.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::type_named;

    #[test]
    fn the_tables_are_sorted_and_name_fields() {
        for table in [ENFORCED, NOT_REFUSED, NAMED_BY_LIST] {
            assert!(table.is_sorted_by_key(|(name, _)| *name));
            for (name, fields) in table {
                let ty = type_named(name).unwrap_or_else(|| panic!("no type {name}"));
                for field in *fields {
                    assert!(!ty.field_versions(field).is_empty(), "{name}.{field}");
                }
            }
        }
    }
}
