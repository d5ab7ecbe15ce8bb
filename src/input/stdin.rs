//! Standard input, under the name that an editor gives it.

use std::io;

use super::{Failure, Limits, Source, decode, read};

/// Reads a stream to its end as a source of this name.
pub fn from_reader(stream: impl io::Read, name: &str, limits: Limits) -> Source {
    match read::bytes_of(stream, 0, limits) {
        Ok(Some(bytes)) => decode(name, bytes),
        Ok(None) => Source::failed(name, Failure::TooLarge { limit: limits.file_size }),
        Err(error) => Source::failed(name, Failure::Unreadable(read::reason(&error))),
    }
}
