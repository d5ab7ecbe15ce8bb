//! Which scalars Go reads into which fields, and the formats of times and bytes.

use crate::{
    model::{schema::Shape, value::Quantity},
    syntax::tree::{Node, Value},
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
        Shape::Bytes => text.is_some_and(is_base64),
        // The first two decoders look at mappings and lists only, and let everything else pass.
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

/// Standard base64 with padding; Go skips line breaks in it.
fn is_base64(text: &str) -> bool {
    let kept = || text.bytes().filter(|b| !matches!(b, b'\r' | b'\n'));
    let length = kept().count();
    let plain = |b: &u8| b.is_ascii_alphanumeric() || *b == b'+' || *b == b'/';
    let data = kept().take_while(plain).count();
    length % 4 == 0 && length - data <= 2 && kept().skip(data).all(|b| b == b'=')
}

/// What a time may have behind its seconds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fraction {
    Optional,
    /// `metav1.MicroTime`, which is read by the layout `.000000`.
    SixDigits,
}

/// RFC 3339 as Go's `time.Parse` takes it: an hour may have one digit, a fraction may follow a
/// comma, and a zone may go up to `24:60`.
fn is_time(text: &str, fraction: Fraction) -> bool {
    let mut rest = Rest(text.as_bytes());
    rest.time(fraction).is_some() && rest.0.is_empty()
}

fn days(month: u32, year: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// What is still to be read of a time.
struct Rest<'t>(&'t [u8]);

impl Rest<'_> {
    fn time(&mut self, fraction: Fraction) -> Option<()> {
        let year = self.digits(4)?;
        self.byte(b"-")?;
        let month = self.digits(2).filter(|month| (1..=12).contains(month))?;
        self.byte(b"-")?;
        self.digits(2).filter(|day| (1..=days(month, year)).contains(day))?;
        self.byte(b"T")?;
        let hour = self.digits(2).or_else(|| self.digits(1))?;
        self.byte(b":")?;
        let minute = self.digits(2)?;
        self.byte(b":")?;
        let second = self.digits(2)?;
        self.fraction(fraction)?;
        self.zone()?;
        (hour < 24 && minute < 60 && second < 60).then_some(())
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        let (head, tail) = self.0.split_at_checked(count)?;
        let number =
            std::str::from_utf8(head).ok().filter(|_| head.iter().all(u8::is_ascii_digit))?;
        self.0 = tail;
        number.parse().ok()
    }

    fn byte(&mut self, any_of: &[u8]) -> Option<u8> {
        let (first, tail) = self.0.split_first()?;
        any_of.contains(first).then(|| {
            self.0 = tail;
            *first
        })
    }

    fn fraction(&mut self, fraction: Fraction) -> Option<()> {
        let digits = self.0.iter().skip(1).take_while(|b| b.is_ascii_digit()).count();
        let starts = self.0.first().is_some_and(|b| matches!(b, b'.' | b','));
        let length = match fraction {
            Fraction::SixDigits if starts && digits >= 6 => 7,
            Fraction::SixDigits => return None,
            Fraction::Optional if starts && digits > 0 => digits + 1,
            Fraction::Optional => 0,
        };
        self.0 = self.0.get(length..)?;
        Some(())
    }

    fn zone(&mut self) -> Option<()> {
        if self.byte(b"Z+-")? == b'Z' {
            return Some(());
        }
        let hours = self.digits(2)?;
        self.byte(b":")?;
        let minutes = self.digits(2)?;
        (hours <= 24 && minutes <= 60).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_go_reads_them() {
        for text in
            ["2020-01-01T00:00:00Z", "2020-02-29T23:59:59.5+09:00", "2020-01-01T1:00:00,5+24:60"]
        {
            assert!(is_time(text, Fraction::Optional), "{text}");
        }
        for text in [
            "2020-1-01T00:00:00Z",
            "2021-02-29T00:00:00Z",
            "2020-01-01T24:00:00Z",
            "2020-01-01 00:00:00Z",
            "2020-01-01T00:00:00",
            "2020-01-01T00:00:00z",
            "2020-01-01T00:00:00.Z",
            "2020-01-01",
            "",
        ] {
            assert!(!is_time(text, Fraction::Optional), "{text}");
        }
        assert!(is_time("2020-01-01T00:00:00.000000Z", Fraction::SixDigits));
        assert!(!is_time("2020-01-01T00:00:00Z", Fraction::SixDigits));
        assert!(!is_time("2020-01-01T00:00:00.0000000Z", Fraction::SixDigits));
    }

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
    fn base64_as_go_reads_it() {
        for text in ["", "YQ==", "YWI=", "YWJj", "YWJj\nYWJj\n", "+/+/"] {
            assert!(is_base64(text), "{text}");
        }
        for text in ["YQ", "YQ=", "Y===", "YQ==YQ==", "a b=", "-_-_", "=", "===="] {
            assert!(!is_base64(text), "{text}");
        }
    }
}
