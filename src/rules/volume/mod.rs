//! Volumes of pods, and where they are mounted.

use super::CheckedRule;

mod mount_over_system_path;
mod statefulset_without_storage;
mod unused_volume;
mod volume_without_source;

pub(super) static RULES: &[&CheckedRule] = &[
    &mount_over_system_path::RULE,
    &unused_volume::RULE,
    &statefulset_without_storage::RULE,
    &volume_without_source::RULE,
];
