//! Objects as kubectl prints them (`-o yaml`, `-o json`, `-o kyaml`, `-o jsonpath=…`): sorted, and
//! quoted as Go's libraries do.
//!
//! Values are walked recursively, as deep as they are.

mod json;
mod jsonpath;
mod kyaml;
mod yaml;

use std::{cmp::Ordering, io};

pub use jsonpath::{JsonPath, PrintError};
pub(crate) use yaml::{Printable, YamlShape, float_text, is_printable, quoted};

use serde_json::{Value, json};

/// A form in which objects are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectFormat {
    Yaml,
    Json,
    Kyaml,
}

/// Prints a value with a line break at its end.
pub fn value(value: &Value, form: ObjectFormat, out: &mut dyn io::Write) -> io::Result<()> {
    let mut text = match form {
        ObjectFormat::Yaml => yaml(value),
        ObjectFormat::Json => json::print(value),
        ObjectFormat::Kyaml => kyaml::print(value),
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    out.write_all(text.as_bytes())
}

/// A value as YAML, with a line break at its end.
pub(crate) fn yaml<V: Printable>(value: &V) -> String {
    let mut text = yaml::print(value, true);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// Prints objects as a `List`.
pub fn list(objects: &[&Value], form: ObjectFormat, out: &mut dyn io::Write) -> io::Result<()> {
    let list = list_of(objects);
    match form {
        ObjectFormat::Yaml => value(&list, form, out),
        ObjectFormat::Json => writeln!(out, "{}", json::list(&list["items"])),
        ObjectFormat::Kyaml => writeln!(out, "{}", kyaml::list(&list["items"])),
    }
}

/// Objects as the items of a `List`.
pub fn list_of(objects: &[&Value]) -> Value {
    let items: Vec<Value> = objects.iter().map(|object| (*object).clone()).collect();
    json!({"apiVersion": "v1", "items": items, "kind": "List", "metadata": {}})
}

/// A value as YAML, its keys in the order in which they are.
pub fn yaml_in_order(value: &Value) -> String {
    yaml::print(value, false)
}

/// A value as the API server quotes it in a message: JSON on one line.
pub fn compact(value: &Value) -> String {
    json::compact(value)
}

/// The order of keys in YAML: numbers inside them by their value, letters after everything else
/// (`go.yaml.in/yaml/v2/sorter.go`).
fn natural(a: &str, b: &str) -> Ordering {
    let differ = a.bytes().zip(b.bytes()).position(|(a, b)| a != b);
    let Some(mut at) = differ else { return a.len().cmp(&b.len()) };
    while !a.is_char_boundary(at) {
        at -= 1;
    }
    let first = |text: &str| text[at..].chars().next().unwrap_or('\0');
    let (x, y) = (first(a), first(b));
    match (x.is_alphabetic(), y.is_alphabetic()) {
        (true, true) => return x.cmp(&y),
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    // Zeros count where they do not lead.
    let mut start = 0;
    if x == '0' || y == '0' {
        let mut digits = a[..at].bytes().rev().take_while(u8::is_ascii_digit);
        start = i64::from(digits.any(|digit| digit != b'0'));
    }
    let number = |text: &str| {
        let digits = text[at..].bytes().take_while(u8::is_ascii_digit);
        digits.fold((start, 0_usize), |(number, count), digit| {
            (number.wrapping_mul(10).wrapping_add(i64::from(digit - b'0')), count + 1)
        })
    };
    number(a).cmp(&number(b)).then(x.cmp(&y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_natural_order() {
        let mut keys = ["a10", "b", "a2", "a", "A", "a-b", "1", "10", "9", "a02", "_x", "ä"];
        keys.sort_by(|a, b| natural(a, b));
        assert_eq!(keys, ["_x", "1", "9", "10", "A", "a", "a-b", "a2", "a02", "a10", "b", "ä"]);
    }
}
