//! The core group (`pkg/apis/core/validation/validation.go`), above all the pod.

pub(super) mod addresses;
pub(super) mod config;
mod container;
pub(super) mod endpoints;
mod env;
pub(super) mod event;
mod fractions;
mod lifecycle;
pub(super) mod namespace;
pub(super) mod node;
mod node_annotations;
pub(super) mod outdated;
mod paths;
pub(super) mod persistent_volume;
pub(super) mod persistent_volume_claim;
mod pod;
mod pod_context;
mod pod_resources;
mod pod_template;
mod probe;
mod projected;
pub(super) mod quota;
pub(super) mod resources;
mod restart;
pub(super) mod scheduling;
mod security;
pub(super) mod service;
pub(super) mod signer;
pub(super) mod volume;
mod volume_files;
mod volume_mounts;
mod volume_paths;
mod windows;

pub(super) use pod_template::workload;
