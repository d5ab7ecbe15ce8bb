//! Values as texts that are put into a document.

use super::tree::{Node, NodeStyle};

/// A string as YAML text: plain where it can only be read as a string, else in double quotes.
pub fn scalar(text: &str) -> String {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(safe)
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// Another text in the quotes of a scalar, if it has any.
pub fn requoted(old: Node<'_>, text: &str) -> String {
    let quote = match old.style() {
        NodeStyle::DoubleQuoted => "\"",
        NodeStyle::SingleQuoted => "'",
        _ => "",
    };
    format!("{quote}{text}{quote}")
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
