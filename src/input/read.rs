//! Files into sources, many at a time.

use std::{io, path::Path};

use rayon::prelude::*;

use super::{
    Failure, FoundFile, Mode, Source,
    chart::Charts,
    decode,
    open::{self, reason},
    shown,
};
use crate::parallel;

/// How much is read.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// In bytes; longer files are refused.
    pub file_size: u64,
}

impl Limits {
    pub const DEFAULT: Limits = Limits { file_size: 10 * 1024 * 1024 };
}

impl Default for Limits {
    fn default() -> Limits {
        Limits::DEFAULT
    }
}

/// Reads a file. What goes wrong becomes the source's failure.
pub fn read(path: &Path, name: &str, limits: Limits) -> Source {
    source(name, open::bytes(path, limits.file_size), limits)
}

/// A source from what was read, or could not be.
pub(super) fn source(name: &str, read: io::Result<Option<Vec<u8>>>, limits: Limits) -> Source {
    match read {
        Ok(Some(bytes)) => decode(name, bytes),
        Ok(None) => Source::failed(name, Failure::TooLarge { limit: limits.file_size }),
        Err(error) => Source::failed(name, Failure::Unreadable(reason(&error))),
    }
}

/// Reads a file of a walk, which knows whether it is one.
fn read_found(found: &FoundFile, name: &str, limits: Limits) -> Source {
    if found.named {
        return read(&found.path, name, limits);
    }
    source(name, open::bytes_of_found(&found.path, limits.file_size), limits)
}

/// Reads what a walk found, in its order.
pub fn read_all(found: &[FoundFile], working_directory: &Path, limits: Limits) -> Vec<Source> {
    let mut charts = Charts::default();
    let one = |found: &FoundFile| {
        let name = shown(&found.path, working_directory);
        match &found.failure {
            Some(failure) => Source::failed(name, failure.clone()),
            None => read_found(found, &name, limits),
        }
    };
    let mut sources: Vec<Source> = if found.len() < parallel::MANY_FILES {
        found.iter().map(one).collect()
    } else {
        found.par_iter().map(one).collect()
    };
    for (source, found) in sources.iter_mut().zip(found) {
        source.mode = found.mode;
        source.named = found.named;
        if found.mode == Mode::Project {
            source.chart = charts.of(&found.path, working_directory);
        }
    }
    sources
}
