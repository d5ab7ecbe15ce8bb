//! YAML as Kubernetes reads it, with the place of every value.
//!
//! [`parse`] cuts a text into documents as kubectl does and reads each into a [`tree::Tree`] and a
//! list of [`Complaint`]s; nothing here ever fails. Which texts are refused, and what a value
//! means, is what `sigs.k8s.io/yaml` (strict, on `go.yaml.in/yaml/v2`) makes of them.

pub mod base64;
mod build;
mod chars;
mod complaint;
mod digits;
mod documents;
pub mod edit;
mod events;
mod invisible;
mod json;
mod patch;
mod recover;
mod repair;
pub mod revise;
mod scalar;
mod scan;
mod scan_scalar;
mod scan_tag;
mod stage;
pub mod tree;

pub use complaint::{Complaint, ComplaintKind};
pub use digits::Digits;
pub use documents::{Document, Documents, parse, parse_one, parse_yaml};
pub use scalar::{is_plain_string, is_timestamp, plain_value};

/// The number of YAML events in a text, for measurements.
pub fn count_events(text: &str) -> usize {
    documents::cut(text)
        .iter()
        .map(|piece| events::events(&text[..piece.span.end as usize], piece.from as usize))
        .map(|parsed| parsed.events.len())
        .sum()
}
