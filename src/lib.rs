//! Lints Kubernetes manifests offline, as strictly as the API server.
//!
//! Data flows one way: [`syntax`] reads text into trees that know where every value stands.
#![forbid(unsafe_code)]

pub mod syntax;
