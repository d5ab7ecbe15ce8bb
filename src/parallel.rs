//! Work for several threads, where that is worth their start (a fifth of a millisecond).

use rayon::prelude::*;

/// What is done with more bytes than these is shared out.
pub(crate) const MANY_BYTES: usize = 64 * 1024;

/// So many files or more are read by several threads.
pub(crate) const MANY_FILES: usize = 16;

/// More files than these are searched by several threads.
pub(crate) const MANY_SEARCHED: usize = 500;

/// The memory of so many objects or more is given back by another thread.
pub(crate) const MANY_OBJECTS: usize = 1000;

/// So many findings or more are put into words by several threads, and so many at a time before
/// they are written.
pub(crate) const MANY_FINDINGS: usize = 1024;

/// Maps items, in order: by several threads if `worth`, and if there are several.
pub(crate) fn map<T: Send, R: Send>(
    items: Vec<T>,
    worth: bool,
    one: impl Fn(T) -> R + Send + Sync,
) -> Vec<R> {
    if worth && items.len() > 1 {
        items.into_par_iter().map(one).collect()
    } else {
        items.into_iter().map(one).collect()
    }
}

/// Does two things: at the same time if `worth`.
pub(crate) fn both<A: Send, B: Send>(
    worth: bool,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if worth { rayon::join(one, other) } else { (one(), other()) }
}
