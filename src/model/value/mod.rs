//! Values that the API writes as text: base64, durations, quantities.

pub mod base64;
pub mod duration;
pub mod pem;
pub mod quantity;

pub use quantity::Quantity;
