//! Texts as Go prints them.

use std::fmt::Write as _;

use crate::syntax::Digits;

/// A number as Go's `%g` and `%v` print it: with an exponent from a power of ten on.
pub(super) fn general(number: f64, most: i32) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let digits = Digits::of(number);
    if number != 0.0 && !(-4..most).contains(&digits.exponent) {
        return digits.scientific(2);
    }
    digits.plain()
}

/// The escapes that Go has a letter for.
pub(super) fn escape(c: char) -> Option<&'static str> {
    Some(match c {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\x07' => "\\a",
        '\x08' => "\\b",
        '\x0c' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\x0b' => "\\v",
        _ => return None,
    })
}

/// A text in quotes, as Go's `%q` writes it.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match (escape(c), c) {
            (Some(escape), _) => quoted.push_str(escape),
            (None, '\0'..='\x1f' | '\x7f') => quoted.push_str(&format!("\\x{:02x}", c as u32)),
            _ if c.is_control() || c.is_whitespace() && c != ' ' => {
                quoted.push_str(&format!("\\u{:04x}", c as u32));
            }
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Bytes, two digits each.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
