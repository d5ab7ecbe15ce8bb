//! Strings that are shared or borrowed.

use std::{ops::Deref, sync::Arc};

/// A string of the data or of the expression.
#[derive(Clone, Debug)]
pub(crate) enum CelText<'a> {
    Borrowed(&'a str),
    Shared(Arc<str>),
}

impl CelText<'_> {
    /// How many characters it has.
    pub(in crate::cel) fn chars(&self) -> u64 {
        if self.is_ascii() { self.len() as u64 } else { self.chars_of() }
    }

    fn chars_of(&self) -> u64 {
        str::chars(self).count() as u64
    }
}

impl Deref for CelText<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            CelText::Borrowed(text) => text,
            CelText::Shared(text) => text,
        }
    }
}
