//! Which scalars Go reads into which fields, and the format of bytes.

use crate::{
    model::{
        schema::Shape,
        value::{
            Quantity,
            time::{Fraction, is_time},
        },
    },
    syntax::{
        base64,
        tree::{Node, Value},
    },
};

/// Whether a value, which is not null, can be read as a shape; collections never can here.
pub(super) fn fits(node: Node<'_>, shape: Shape) -> bool {
    let text = node.as_str();
    match shape {
        Shape::Object(_) | Shape::List(_) | Shape::Map(_) => false,
        Shape::Str => text.is_some(),
        Shape::Bool | Shape::SchemaOrBool(_) => node.as_bool().is_some(),
        Shape::Int32 => is_int32(node),
        Shape::Int64 => int(node).is_some(),
        Shape::Double => matches!(node.value(), Value::Int(_) | Value::UInt(_) | Value::Float(_)),
        Shape::IntOrString => text.is_some() || is_int32(node),
        Shape::Quantity => matches!(Quantity::of(node), Some(Ok(_))),
        Shape::Time => text.is_some_and(|text| is_time(text, Fraction::Optional)),
        Shape::MicroTime => text.is_some_and(|text| is_time(text, Fraction::SixDigits)),
        Shape::Bytes => text.is_some_and(|text| base64::decode(text).is_some()),
        // The first two decoders look at maps and lists only, and let everything else pass.
        Shape::SchemaOrList(_)
        | Shape::SchemaOrStrings(_)
        | Shape::Any
        | Shape::RawObject
        | Shape::Fields => true,
    }
}

fn is_int32(node: Node<'_>) -> bool {
    int(node).is_some_and(|n| i32::try_from(n).is_ok())
}

/// A whole number as Go reads it from JSON, where `80.0` and `8e1` are printed as `80`.
pub(super) fn int(node: Node<'_>) -> Option<i64> {
    match node.value() {
        Value::Int(n) => Some(n),
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and in range")]
        Value::Float(n) if n.fract() == 0.0 && n.abs() < 9_223_372_036_854_775_807.0 => {
            Some(n as i64)
        }
        _ => None,
    }
}

/// The quantity that was likely meant by a text that is none: `100MB`, `1 Gi`, `0,5`, `2cores`.
pub(super) fn better_quantity(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| *c != ' ').collect();
    let text = text.replace(',', ".");
    let (number, unit) = text.split_at(text.find(char::is_alphabetic).unwrap_or(text.len()));
    let unit = match unit.to_ascii_lowercase().as_str() {
        "" | "b" | "byte" | "bytes" | "core" | "cores" | "cpu" | "cpus" => "",
        "k" | "kb" => "k",
        "mb" => "M",
        "g" | "gb" => "G",
        "t" | "tb" => "T",
        "ki" | "kib" => "Ki",
        "mi" | "mib" => "Mi",
        "gi" | "gib" => "Gi",
        "ti" | "tib" => "Ti",
        "m" => unit,
        _ => return None,
    };
    let better = format!("{number}{unit}");
    (!number.is_empty() && Quantity::parse(&better).is_ok()).then_some(better)
}

/// What is wrong with a text that is nearly base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base64 {
    Spaces,
    Padding,
    /// It is in the alphabet for URLs.
    Url,
}

pub(super) fn base64_fault(text: &str) -> Option<Base64> {
    if text.contains([' ', '\t']) {
        let joined: String = text.split([' ', '\t']).collect();
        return base64::decode(&joined).is_some().then_some(Base64::Spaces);
    }
    let bare: String = text.chars().filter(|c| !matches!(c, '=' | '\r' | '\n')).collect();
    let padded = |text: &str| {
        base64::decode(&format!("{text:=<0$}", text.len().next_multiple_of(4))).is_some()
    };
    // A password of a few letters is not base64 that lost its end.
    if bare.len() >= 16 && padded(&bare) {
        return Some(Base64::Padding);
    }
    let standard = bare.replace('-', "+").replace('_', "/");
    (bare.len() >= 40 && text.contains(['-', '_']) && padded(&standard)).then_some(Base64::Url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_repaired() {
        for (text, better) in [
            ("100MB", Some("100M")),
            ("1 Gi", Some("1Gi")),
            ("0,5m", Some("0.5m")),
            ("2cores", Some("2")),
            ("1,5", Some("1.5")),
            ("512mi", Some("512Mi")),
            ("lots", None),
            ("MB", None),
        ] {
            assert_eq!(better_quantity(text).as_deref(), better, "{text}");
        }
    }

    #[test]
    fn what_is_nearly_base64_is_told_from_what_is_none() {
        for (text, fault) in [
            ("W21vbi5dCiAga2V5ID0g dG9wCg==", Some(Base64::Spaces)),
            ("correct horse battery", None),
            ("dGhpcyBpcyBhIHRleHQ", Some(Base64::Padding)),
            ("hunter2", None),
            ("dGhpcyBpcyBhIHRleHQgdGhhdCBpcyBsb25nIGVub3VnaA-_", Some(Base64::Url)),
        ] {
            assert_eq!(base64_fault(text), fault, "{text}");
        }
    }
}
