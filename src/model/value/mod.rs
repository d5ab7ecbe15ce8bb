//! Values that the API writes as text: durations, quantities, percentages, times.

pub mod duration;
pub mod image;
pub mod pem;
pub mod quantity;
pub mod regex;
pub mod share;
pub mod time;
pub mod x509;

pub use image::ImageReference;
pub use quantity::Quantity;
pub use share::IntOrPercent;
