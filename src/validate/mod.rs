//! The API server's half: what a server of the chosen version refuses or warns of.
//!
//! Laid out as the API machinery is. Each cause names its rule by code; the rule's declaration
//! and document stand in `rules/`.

pub mod cause;

pub use cause::{Cause, Reason};
