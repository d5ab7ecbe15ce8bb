//! Repairs: replacements of byte ranges, and how far they may be trusted.

use crate::{input::Location, text::Text};

/// How far a fix may be trusted; ordered, so that a fix is applied when its safety is at least
/// the asked one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// Shown, never applied.
    Shown,
    /// Likely what was meant, but the meaning changes.
    Unsafe,
    /// Keeps the meaning that the author can only have had.
    Safe,
}

impl Safety {
    pub const fn name(self) -> &'static str {
        match self {
            Safety::Shown => "shown",
            Safety::Unsafe => "unsafe",
            Safety::Safe => "safe",
        }
    }
}

/// Replaces a range by a text; an empty range inserts, an empty text deletes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub at: Location,
    pub text: String,
}

/// A repair. Its edits do not overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "quote the value".
    pub title: Text,
    pub safety: Safety,
    pub edits: Vec<Edit>,
}

/// A string as YAML text: plain where it can only be read as a string, else in double quotes.
pub fn scalar(text: &str) -> String {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(safe)
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::scalar;

    #[test]
    fn strings_stay_strings() {
        assert_eq!(scalar("web-1"), "web-1");
        assert_eq!(scalar("app.kubernetes.io/name"), "app.kubernetes.io/name");
        assert_eq!(scalar("Yes"), "\"Yes\"");
        assert_eq!(scalar("80"), "\"80\"");
        assert_eq!(scalar("a: b"), "\"a: b\"");
        assert_eq!(scalar(""), "\"\"");
    }
}
