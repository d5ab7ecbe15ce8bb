//! Messages: our own words, with what is filled into them, and of that the quoted values marked.
//!
//! A value may be that of a Secret. Whether it may be shown is decided by the reporter, which knows
//! the place of the message. So quoted values stay marked until they are printed, and everything
//! that is not marked as a name counts as a value.

use std::{
    borrow::Cow,
    fmt::{self, Display, Write as _},
};

/// Printed instead of a value that must not be shown.
pub const MASK: &str = "***";

/// A text with marked parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text {
    whole: Cow<'static, str>,
    /// What was filled into it, in order.
    parts: Vec<FilledPart>,
}

/// A range of a text: first byte, and the one after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct FilledPart {
    start: u32,
    end: u32,
    is_value: bool,
}

/// What fills a `{}` of [`text!`](crate::text!).
pub trait TextPart {
    fn add_to(&self, text: &mut Text);
}

/// Builds a [`Text`]: each `{}` is filled with the next argument, which counts as a value unless it
/// is a [`name`], a [`key`] or another [`Text`].
#[macro_export]
macro_rules! text {
    ($pattern:literal $(, $part:expr)* $(,)?) => {{
        const {
            let parts: &[&str] = &[$(stringify!($part)),*];
            assert!($crate::text::gaps($pattern) == parts.len(), "one argument for each gap");
        }
        $crate::text::Text::fill($pattern, &[$(&$part as &dyn $crate::text::TextPart),*])
    }};
}

/// Something that is never secret: a name, a kind, a path, one of our numbers, words of a schema.
pub fn name<T: Display>(name: T) -> Name<T> {
    Name(name)
}

/// A key of a map. A text that cannot be a key of a Kubernetes object counts as a value.
pub fn key<T: AsRef<str>>(key: T) -> KeyText<T> {
    KeyText(key)
}

pub struct Name<T>(T);

pub struct KeyText<T>(T);

impl Text {
    /// Words of our own.
    pub const fn words(words: &'static str) -> Text {
        Text { whole: Cow::Borrowed(words), parts: Vec::new() }
    }

    /// A text that is entirely a value.
    pub fn value(value: impl Display) -> Text {
        let mut text = Text::default();
        text.add(value, true);
        text
    }

    /// A text that contains nothing secret.
    pub fn open(words: impl Into<Cow<'static, str>>) -> Text {
        Text { whole: words.into(), parts: Vec::new() }
    }

    /// The whole text with its values: to compare, and to print where they may be shown.
    pub fn with_values(&self) -> &str {
        &self.whole
    }

    /// The text with a mask for each value.
    pub fn without_values(&self) -> Cow<'_, str> {
        if !self.has_values() {
            return Cow::Borrowed(&self.whole);
        }
        let mut masked = String::with_capacity(self.whole.len());
        let mut copied = 0;
        for part in self.parts.iter().filter(|part| part.is_value) {
            masked.push_str(self.whole.get(copied..part.start as usize).unwrap_or(""));
            masked.push_str(MASK);
            copied = part.end as usize;
        }
        masked.push_str(self.whole.get(copied..).unwrap_or(""));
        Cow::Owned(masked)
    }

    /// Whether it contains any value.
    pub fn has_values(&self) -> bool {
        self.parts.iter().any(|part| part.is_value)
    }

    /// What was filled into it, values and names alike, in order: what it is about.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| self.whole.get(part.start as usize..part.end as usize))
    }

    pub fn is_empty(&self) -> bool {
        self.whole.is_empty()
    }

    /// Appends a part.
    pub fn push(&mut self, part: &dyn TextPart) {
        part.add_to(self);
    }

    /// Appends our own words.
    pub fn push_words(&mut self, words: &'static str) {
        self.whole.to_mut().push_str(words);
    }

    /// Fills the gaps of a pattern; see [`text!`](crate::text!).
    #[doc(hidden)]
    pub fn fill(pattern: &'static str, parts: &[&dyn TextPart]) -> Text {
        if parts.is_empty() && !pattern.contains(['{', '}']) {
            return Text::words(pattern);
        }
        let mut text = Text {
            whole: Cow::Owned(String::with_capacity(pattern.len() + 16 * parts.len())),
            parts: Vec::with_capacity(parts.len()),
        };
        let mut parts = parts.iter();
        let mut rest = pattern;
        while let Some(at) = rest.find(['{', '}']) {
            text.push_words(&rest[..at]);
            let (brace, behind) = rest[at..].split_at(1);
            if brace == "{" && behind.starts_with('}') {
                parts.next().into_iter().for_each(|part| text.push(*part));
            } else {
                // A doubled brace is a literal one.
                text.push_words(brace);
            }
            rest = behind.get(1..).unwrap_or("");
        }
        text.push_words(rest);
        text
    }

    fn add(&mut self, part: impl Display, is_value: bool) {
        let start = self.whole.len() as u32;
        // Writing to a text cannot fail.
        let _ = write!(self.whole.to_mut(), "{part}");
        let end = self.whole.len() as u32;
        if end > start {
            self.parts.push(FilledPart { start, end, is_value });
        }
    }
}

/// The most items of a list that a text names.
const MAX_NAMED: usize = 10;

/// Items as `show` writes them, with commas between them, no more than ten: `80, 443 and 3 more`.
pub fn few<T>(items: impl IntoIterator<Item = T>, show: impl Fn(T) -> String) -> String {
    let mut items = items.into_iter();
    let named: Vec<String> = items.by_ref().take(MAX_NAMED).map(show).collect();
    let named = named.join(", ");
    match items.count() {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// How many `{}` a pattern has; doubled braces are literal.
#[doc(hidden)]
pub const fn gaps(pattern: &str) -> usize {
    let bytes = pattern.as_bytes();
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() {
        if matches!(bytes[at], b'{' | b'}') {
            assert!(at + 1 < bytes.len(), "a brace is doubled, or part of a gap");
            match (bytes[at], bytes[at + 1]) {
                (b'{', b'}') => count += 1,
                (one, other) => {
                    assert!(one == other, "what fills a gap is written after the pattern");
                }
            }
            at += 1;
        }
        at += 1;
    }
    count
}

impl TextPart for Text {
    fn add_to(&self, text: &mut Text) {
        let base = text.whole.len() as u32;
        text.whole.to_mut().push_str(&self.whole);
        let moved = |part: &FilledPart| FilledPart {
            start: part.start + base,
            end: part.end + base,
            ..*part
        };
        text.parts.extend(self.parts.iter().map(moved));
    }
}

impl<T: Display> TextPart for Name<T> {
    fn add_to(&self, text: &mut Text) {
        text.add(&self.0, false);
    }
}

impl<T: AsRef<str>> TextPart for KeyText<T> {
    fn add_to(&self, text: &mut Text) {
        let key = self.0.as_ref();
        text.add(key, !is_key(key));
    }
}

/// Whether a key has only characters that keys of Kubernetes objects have.
pub fn is_key(key: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '$');
    key.len() <= 253 && key.chars().all(letter)
}

impl<P: TextPart + ?Sized> TextPart for &P {
    fn add_to(&self, text: &mut Text) {
        (**self).add_to(text);
    }
}

macro_rules! values {
    ($($type:ty),*) => {
        $(impl TextPart for $type {
            fn add_to(&self, text: &mut Text) {
                text.add(self, true);
            }
        })*
    };
}

values!(
    str,
    String,
    Cow<'_, str>,
    char,
    bool,
    u8,
    u16,
    u32,
    u64,
    usize,
    i32,
    i64,
    f64,
    fmt::Arguments<'_>
);

impl From<&'static str> for Text {
    fn from(words: &'static str) -> Text {
        Text::words(words)
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.whole == **other
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.whole == other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(few(1..=10, |n| n.to_string()), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10");
        assert_eq!(few(1..=12, |n| n.to_string()), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more");
        assert_eq!(few([""; 0], str::to_owned), "");
    }

    #[test]
    fn what_is_not_named_is_a_value() {
        let text = text!("`{}` of {{{}}} is {}", "hunter2", name("data"), 5);
        assert_eq!(text.with_values(), "`hunter2` of {data} is 5");
        assert_eq!(text.without_values(), "`***` of {data} is ***");
        let nested = text!("{}: {}{}", key("a.b"), text, "");
        assert_eq!(nested.with_values(), "a.b: `hunter2` of {data} is 5");
        assert_eq!(nested.without_values(), "a.b: `***` of {data} is ***");
        assert_eq!(nested.parts().collect::<Vec<_>>(), ["a.b", "hunter2", "data", "5"]);
        assert_eq!(text!("no gaps").without_values(), "no gaps");
        assert_eq!(text!("{}", key("user hunter2")).without_values(), MASK);
        assert_eq!(Text::from("own {words}").without_values(), "own {words}");
    }
}
