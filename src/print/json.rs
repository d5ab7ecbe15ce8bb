//! JSON as Go's `encoding/json` prints it: keys sorted, `<`, `>` and `&` escaped.

use std::fmt::Write as _;

use serde_json::Value;

use crate::syntax::Digits;

/// With four blanks a level.
pub(super) fn print(value: &Value) -> String {
    let mut out = String::new();
    write(value, Some(0), &mut out);
    out
}

/// A `List` of items, in the order in which kubectl prints its fields.
pub(super) fn list(items: &Value) -> String {
    let mut out = String::from(concat!(
        "{\n    \"kind\": \"List\",\n    \"apiVersion\": \"v1\",\n",
        "    \"metadata\": {},\n    \"items\": "
    ));
    write(items, Some(1), &mut out);
    out.push_str("\n}");
    out
}

/// On one line.
pub(super) fn compact(value: &Value) -> String {
    let mut out = String::new();
    write(value, None, &mut out);
    out
}

/// `level` is the depth of the value, where lines are broken.
fn write(value: &Value, level: Option<usize>, out: &mut String) {
    let below = level.map(|level| level + 1);
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            Some(float) => out.push_str(&Digits::of_json(float)),
            None => out.push_str(&number.to_string()),
        },
        Value::String(text) => string(text, out),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(index, below, out);
                write(item, below, out);
            }
            close(']', items.is_empty(), level, out);
        }
        Value::Object(fields) => {
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort_unstable();
            out.push('{');
            for (index, key) in keys.into_iter().enumerate() {
                separate(index, below, out);
                string(key, out);
                out.push_str(if level.is_some() { ": " } else { ":" });
                write(&fields[key], below, out);
            }
            close('}', fields.is_empty(), level, out);
        }
    }
}

fn separate(index: usize, level: Option<usize>, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
    line(level, out);
}

fn close(bracket: char, empty: bool, level: Option<usize>, out: &mut String) {
    if !empty {
        line(level, out);
    }
    out.push(bracket);
}

fn line(level: Option<usize>, out: &mut String) {
    if let Some(level) = level {
        out.push('\n');
        (0..level).for_each(|_| out.push_str("    "));
    }
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn as_go_prints_it() {
        let value = json!({"b": [1, {}], "a": {"x": "<a & \"b\">\n"}, "c": []});
        let expected = r#"{
    "a": {
        "x": "\u003ca \u0026 \"b\"\u003e\n"
    },
    "b": [
        1,
        {}
    ],
    "c": []
}"#;
        assert_eq!(print(&value), expected);
        assert_eq!(compact(&json!({"b": 1, "a": [null, true]})), r#"{"a":[null,true],"b":1}"#);
        for (float, text) in [
            (0.5, "0.5"),
            (1e21, "1e+21"),
            (1e20, "100000000000000000000"),
            (1.5e-7, "1.5e-7"),
            (-0.000_001, "-0.000001"),
            (1234.25, "1234.25"),
        ] {
            assert_eq!(Digits::of_json(float), text);
        }
    }
}
