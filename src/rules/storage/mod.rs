//! Volumes, PersistentVolumeClaims, StorageClasses and CSI objects.

use super::CheckedRule;

mod csi_driver_token_in_volume_context;
mod invalid_csi_object;
mod invalid_pv_spec;
mod invalid_pvc_data_source;
mod invalid_pvc_spec;
mod invalid_storage_class;

pub(super) static RULES: &[&CheckedRule] = &[
    &invalid_pvc_spec::RULE,
    &invalid_pvc_data_source::RULE,
    &invalid_pv_spec::RULE,
    &invalid_storage_class::RULE,
    &invalid_csi_object::RULE,
    &csi_driver_token_in_volume_context::RULE,
];
