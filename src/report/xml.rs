//! XML, as much as `junit` and `checkstyle` need.

use std::{borrow::Cow, fmt::Write as _};

pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The start of a tag with attributes: `<file name="a.yaml"`.
pub(super) fn open(name: &str, attributes: &[(&str, &str)]) -> String {
    let mut text = format!("<{name}");
    for (key, value) in attributes {
        let _ = write!(text, " {key}=\"{}\"", escaped(value));
    }
    text
}

/// A text for an element or an attribute. Characters that XML does not have are replaced.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '\'') && !is_special(c);
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            // In attributes a line feed would be read as a space.
            '\n' => safe.push_str("&#10;"),
            c if is_special(c) => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// Line feeds, and what XML 1.0 does not allow.
fn is_special(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\n'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped() {
        assert_eq!(escaped("a b\tc 한"), "a b\tc 한");
        assert_eq!(escaped("<a b=\"c\" d='e'>&"), "&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;");
        assert_eq!(escaped("a\nb\u{1b}c\0"), "a&#10;b\u{fffd}c\u{fffd}");
        assert_eq!(
            open("file", &[("name", "a&b"), ("line", "1")]),
            "<file name=\"a&amp;b\" line=\"1\""
        );
    }
}
