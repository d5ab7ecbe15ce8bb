//! What is read: files, directories, standard input, as text with places.

mod chart;
mod decode;
mod glob;
mod location;
mod name;
mod open;
mod read;
mod rendered;
mod source;
mod stdin;
mod walk;

pub use chart::chart_of;
pub use decode::decode;
pub use location::{LineColumn, Location, SourceId, Span};
pub use name::{clean, is_byte, is_text, path_of, readable, renamed, repository_of, shown};
pub use open::{DEVICE, bytes, bytes_of, edit, irregular, reason, size, text};
pub use read::{Limits, read, read_all};
pub use rendered::without_notes;
pub use source::{Chart, Failure, Mode, Source, dir_of};
pub use stdin::from_reader;
pub use walk::{FoundFile, Walked, is_git_ignored, objects, project};
