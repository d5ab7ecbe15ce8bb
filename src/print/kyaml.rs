//! KYAML as `sigs.k8s.io/yaml/kyaml` prints it: braces and brackets, strings in double quotes, keys
//! quoted only where they would be read as something else.

use std::fmt::Write as _;

use serde_json::Value;

use crate::syntax;

/// A document with its header, without a line break at its end.
pub(super) fn print(value: &Value) -> String {
    let mut out = String::from("---\n");
    node(value, 0, &mut out);
    out
}

/// A `List` of items, in the order in which kubectl prints its fields.
pub(super) fn list(items: &Value) -> String {
    let mut out = String::from(
        "---\n{\n  kind: \"List\",\n  apiVersion: \"v1\",\n  metadata: {},\n  items: ",
    );
    node(items, 1, &mut out);
    out.push_str(",\n}");
    out
}

fn node(value: &Value, level: usize, out: &mut String) {
    match value {
        Value::String(text) => string(text, level + 1, out),
        Value::Array(items) if !items.is_empty() => {
            let nests = |item: &Value| item.is_array() || item.is_object();
            if items.iter().all(nests) {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    node(item, level, out);
                }
            } else {
                out.push_str("[\n");
                for item in items {
                    indent(level + 1, out);
                    node(item, level + 1, out);
                    out.push_str(",\n");
                }
                indent(level, out);
            }
            out.push(']');
        }
        Value::Object(fields) if !fields.is_empty() => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_unstable_by_key(|(key, _)| *key);
            out.push_str("{\n");
            for (name, value) in fields {
                indent(level + 1, out);
                key(name, out);
                out.push_str(": ");
                node(value, level + 1, out);
                out.push_str(",\n");
            }
            indent(level, out);
            out.push('}');
        }
        value => out.push_str(&super::compact(value)),
    }
}

fn indent(level: usize, out: &mut String) {
    (0..level).for_each(|_| out.push_str("  "));
}

fn key(name: &str, out: &mut String) {
    if !needs_quotes(name) {
        out.push_str(name);
        return;
    }
    out.push('"');
    for c in name.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c => escaped(c, out),
        }
    }
    out.push('"');
}

/// A text of several lines begins on a line of its own, and each of its lines is on one.
fn string(text: &str, level: usize, out: &mut String) {
    let folded = text.contains('\n');
    out.push('"');
    let mut at_start = folded;
    if folded {
        out.push_str("\\\n");
    }
    for c in text.chars() {
        if at_start {
            indent(level, out);
            // White space at the start of a line would be dropped.
            out.push(if c.is_whitespace() && c != '\n' { '\\' } else { ' ' });
        }
        at_start = c == '\n';
        match c {
            '\n' => out.push_str("\\n\\\n"),
            '\t' => out.push('\t'),
            c => escaped(c, out),
        }
    }
    if folded {
        if !at_start {
            out.push_str("\\\n");
        }
        indent(level, out);
    }
    out.push('"');
}

fn escaped(c: char, out: &mut String) {
    let short = match c {
        '"' | '\\' => c,
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{b}' => 'v',
        '\0' => '0',
        '\u{1b}' => 'e',
        '\u{85}' => 'N',
        '\u{a0}' => '_',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        c if is_print(c) => {
            out.push(c);
            return;
        }
        c => {
            let number = u32::from(c);
            let _ = match number {
                0..0x20 | 0x7f => write!(out, "\\x{number:02x}"),
                0x20..0x1_0000 => write!(out, "\\u{number:04x}"),
                _ => write!(out, "\\U{number:08x}"),
            };
            return;
        }
    };
    out.push('\\');
    out.push(short);
}

/// `unicode.IsPrint` of Go. Rust asks the same before it shows a character in a debug text, where
/// marks that join the character before them are a case of their own.
fn is_print(c: char) -> bool {
    c == '\'' || !format!("a{c}").escape_debug().any(|c| c == '\\')
}

fn needs_quotes(key: &str) -> bool {
    let last = key.len().saturating_sub(1);
    let plain = |(at, c): (usize, char)| {
        c.is_alphabetic()
            || c.is_numeric()
            || c == '_'
            || matches!(c, '-' | '.' | '/') && at > 0 && at < last
    };
    key.is_empty() || !key.char_indices().all(plain) || reads_as_other(key)
}

/// Whether a key of these characters could be read as a boolean, a null, a number or a time.
fn reads_as_other(key: &str) -> bool {
    const WORDS: [&str; 11] =
        ["null", "true", "false", "t", "f", "y", "yes", "n", "no", "on", "off"];
    if WORDS.iter().any(|word| word.eq_ignore_ascii_case(key)) || syntax::is_timestamp(key) {
        return true;
    }
    let digits = key.replace('_', "");
    let is_number = digits.bytes().any(|b| b.is_ascii_digit());
    let float = digits.parse::<f64>().is_ok_and(|float| float.is_finite() || !is_number);
    let lower = digits.to_ascii_lowercase();
    let based = |mark: &str, radix| {
        let rest = lower.strip_prefix(mark);
        rest.is_some_and(|rest| i64::from_str_radix(rest, radix).is_ok())
    };
    float || based("0x", 16) || based("0o", 8) || based("0b", 2) || is_hex_float(&lower)
}

/// `0x1.8p-3`
fn is_hex_float(lower: &str) -> bool {
    let Some((mantissa, exponent)) = lower.strip_prefix("0x").and_then(|rest| rest.split_once('p'))
    else {
        return false;
    };
    let digits = mantissa.replacen('.', "", 1);
    !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_hexdigit())
        && exponent.parse::<i16>().is_ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_that_read_as_something_else() {
        for key in ["on", "No", "T", "null", "80", "1_000", "0x1F", "1.5e3", "2001-1-1", "-a", "a/"]
        {
            assert!(needs_quotes(key), "{key}");
        }
        for key in ["a", "n_x", "app.kubernetes.io/name", "a-b", "1a", "1e999", "0x", "2001-13-1"] {
            assert!(!needs_quotes(key), "{key}");
        }
    }

    #[test]
    fn characters_as_go_escapes_them() {
        let text = "é\u{2028}\u{7}😀\u{a0}\u{301}\u{200b}\u{e000}\u{10ffff}\u{7f}'\"\\";
        let printed = print(&json!(text));
        let expected = "---\n\"é\\L\\a😀\\_\u{301}\\u200b\\ue000\\U0010ffff\\x7f'\\\"\\\\\"";
        assert_eq!(printed, expected);
    }
}
