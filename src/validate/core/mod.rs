//! The core group (`pkg/apis/core/validation/validation.go`), above all the pod.

mod container;
pub(super) mod endpoints;
mod env;
mod lifecycle;
mod pod;
mod pod_template;
mod probe;
mod resources;
mod restart;
mod scheduling;
mod security;
pub(super) mod service;
mod volume;
mod volume_mounts;
mod windows;

pub(super) use pod_template::workload;
