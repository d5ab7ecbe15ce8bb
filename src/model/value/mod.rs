//! Values that the API writes as text: quantities, durations, image references.

pub mod duration;
pub mod quantity;

pub use quantity::Quantity;
