//! Files into sources, many at a time.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use rayon::prelude::*;

use super::{Failure, Found, Mode, Source, chart::Charts, decode, shown};

/// From so many files on, they are read by several threads.
const MANY: usize = 16;

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
    let bytes = File::open(path).and_then(|file| {
        let length = file.metadata().map_or(0, |metadata| metadata.len());
        bytes_of(file, length, limits)
    });
    match bytes {
        Ok(Some(bytes)) => decode(name, bytes),
        Ok(None) => Source::failed(name, Failure::TooLarge { limit: limits.file_size }),
        Err(error) => Source::failed(name, Failure::Unreadable(reason(&error))),
    }
}

/// Everything up to the limit; `None` beyond it. `length` is what the system says it is, which may
/// be wrong (pipes, /proc), but saves most reads.
pub(super) fn bytes_of(
    from: impl io::Read,
    length: u64,
    limits: Limits,
) -> io::Result<Option<Vec<u8>>> {
    // One byte more shows that there is more.
    let most = limits.file_size + 1;
    let mut bytes = Vec::with_capacity(length.min(most) as usize + 1);
    from.take(most).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limits.file_size).then_some(bytes))
}

/// Reads what a walk found, in its order.
pub fn read_all(found: &[Found], working_directory: &Path, limits: Limits) -> Vec<Source> {
    let mut charts = Charts::default();
    let one = |found: &Found| {
        let name = shown(&found.path, working_directory);
        match &found.failure {
            Some(failure) => Source::failed(name, failure.clone()),
            None => read(&found.path, &name, limits),
        }
    };
    let mut sources: Vec<Source> = if found.len() < MANY {
        found.iter().map(one).collect()
    } else {
        found.par_iter().map(one).collect()
    };
    for (source, found) in sources.iter_mut().zip(found) {
        source.mode = found.mode;
        if found.mode == Mode::Project {
            source.chart = charts.of(&found.path, working_directory);
        }
    }
    sources
}

/// What the system says, in the words of its own tools: "permission denied".
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
