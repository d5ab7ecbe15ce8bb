//! Repairs: replacements of ranges, and how far they may be trusted.

use crate::{input::Location, text::Text};

/// How far a fix may be trusted; ordered, so that a fix is applied when its safety is at least
/// the asked one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// Shown, never applied.
    Shown,
    /// Likely what was meant, but the meaning changes.
    Unsafe,
    /// Keeps the meaning that the author can only have had.
    Safe,
}

impl Safety {
    pub const fn name(self) -> &'static str {
        match self {
            Safety::Shown => "shown",
            Safety::Unsafe => "unsafe",
            Safety::Safe => "safe",
        }
    }
}

/// Replaces a range by a text; an empty range inserts, an empty text deletes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit<At = Location> {
    pub at: At,
    pub text: String,
}

/// A repair. Its edits do not overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix<At = Location> {
    /// What it does, as an order: "quote the value".
    pub title: Text,
    pub safety: Safety,
    pub edits: Vec<Edit<At>>,
}
