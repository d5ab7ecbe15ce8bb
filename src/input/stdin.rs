//! Standard input, under the name that an editor gives it.

use std::io;

use super::{Limits, Source, open, read};

/// Reads a stream to its end as a source of this name.
pub fn from_reader(stream: impl io::Read, name: &str, limits: Limits) -> Source {
    read::source(name, open::bytes_of(stream, 0, limits.file_size), limits)
}
