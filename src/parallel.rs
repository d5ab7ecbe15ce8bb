//! Work for several threads, where that is worth their start (a fifth of a millisecond).

use rayon::prelude::*;

/// Maps the items of a slice, in order: by several threads if `worth`, and if there are several.
pub(crate) fn map<T: Sync, R: Send>(
    items: &[T],
    worth: bool,
    one: impl Fn(&T) -> R + Send + Sync,
) -> Vec<R> {
    if worth && items.len() > 1 {
        items.par_iter().map(one).collect()
    } else {
        items.iter().map(one).collect()
    }
}
