//! Volumes, PersistentVolumeClaims, StorageClasses and CSI objects.

use super::CheckedRule;

mod binding;
mod claim_never_meets_volume;
mod claim_without_class;
mod csi_driver_token_in_volume_context;
mod invalid_csi_object;
mod invalid_pv_spec;
mod invalid_pvc_data_source;
mod invalid_pvc_spec;
mod invalid_storage_class;
mod local_storage_immediate_binding;
mod pv_pvc_cannot_bind;
mod several_default_storage_classes;
mod single_writer;
mod single_writer_volume_rolling_update;
mod single_writer_volume_shared;
mod single_writer_volume_two_workloads;
mod storage_class_missing;
mod volume_attributes_class_missing;

pub(super) static RULES: &[&CheckedRule] = &[
    &invalid_pvc_spec::RULE,
    &invalid_pvc_data_source::RULE,
    &invalid_pv_spec::RULE,
    &invalid_storage_class::RULE,
    &invalid_csi_object::RULE,
    &csi_driver_token_in_volume_context::RULE,
    &storage_class_missing::RULE,
    &pv_pvc_cannot_bind::RULE,
    &single_writer_volume_shared::RULE,
    &single_writer_volume_two_workloads::RULE,
    &single_writer_volume_rolling_update::RULE,
    &several_default_storage_classes::RULE,
    &volume_attributes_class_missing::RULE,
    &claim_never_meets_volume::RULE,
    &local_storage_immediate_binding::RULE,
    &claim_without_class::RULE,
];
