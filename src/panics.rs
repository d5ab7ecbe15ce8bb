//! Where the program panicked last. A panic's own text may quote what was read, so it is never
//! shown.

use std::{
    panic::{self, PanicHookInfo},
    sync::{Mutex, PoisonError},
};

static LAST: Mutex<Option<String>> = Mutex::new(None);

/// Keeps the place of each panic, in the stead of printing it.
pub(crate) fn watch() {
    panic::set_hook(Box::new(note));
}

fn note(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line()));
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = place;
}

/// The line of source at which the last panic happened.
pub(crate) fn place() -> String {
    let last = LAST.lock().unwrap_or_else(PoisonError::into_inner).clone();
    last.unwrap_or_else(|| "an unknown place".to_owned())
}
