//! Values that the API writes as text: durations, quantities, percentages, times.

pub mod duration;
pub mod go_regex;
pub mod image;
pub mod int_or_percent;
pub mod ip;
pub mod pem;
pub mod quantity;
pub mod regex;
pub mod strfmt;
pub mod time;
pub mod x509;

pub use image::ImageReference;
pub use int_or_percent::IntOrPercent;
pub use quantity::Quantity;
