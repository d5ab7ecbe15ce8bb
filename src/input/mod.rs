//! What is read: files, folders, standard input, as text with places.

mod source;

pub use source::{LineColumn, Location, Source, SourceId, Span};
