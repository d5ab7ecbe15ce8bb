//! Resource quantities: `500m`, `1.5Gi`, `2e3`.
//!
//! Parsed, rounded, compared and printed as `k8s.io/apimachinery/pkg/api/resource/quantity.go`.

use std::{cmp::Ordering, fmt};

use crate::syntax::{
    Digits,
    tree::{Node, Value},
};

/// The largest amount that a binary suffix can express; more is cut to it.
const MAX_BINARY: i128 = i64::MAX as i128 * NANO;
const NANO: i128 = 1_000_000_000;
const ENDLESS: i128 = 10_i128.pow(38);

/// How the amount was written, which decides how it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum QuantityFormat {
    /// `12e6`
    Exponent,
    /// `12Mi`
    Binary,
    /// `12M`
    Decimal,
}

/// An amount, in thousand-millionths: smaller parts are rounded up, away from zero. Amounts
/// above 10^29 all count as equal.
#[derive(Clone, Debug)]
pub struct Quantity {
    nanos: i128,
    format: QuantityFormat,
    /// The text as written, where the API keeps it.
    text: Option<String>,
    /// The amount as a number times a power of ten, where the API has it so (`int64Amount`).
    small: Option<(i64, i32)>,
}

/// Why a text is not a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityError {
    Empty,
    /// Something other than a number and a suffix.
    Form,
    /// The number is good, what follows it is not a known suffix.
    Suffix,
}

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            QuantityError::Empty => "is empty",
            QuantityError::Form => "is not a number with a suffix",
            QuantityError::Suffix => "has an unknown suffix",
        })
    }
}

/// A text cut into its parts.
struct QuantityParts<'t> {
    negative: bool,
    /// Whether there is any digit before the suffix.
    numbered: bool,
    /// Digits before the point, without leading zeros.
    whole: &'t str,
    fraction: &'t str,
    suffix: &'t str,
}

impl Quantity {
    pub fn parse(text: &str) -> Result<Quantity, QuantityError> {
        let parts = split(text)?;
        let (format, exponent) = suffix(parts.suffix).ok_or(QuantityError::Suffix)?;
        let mut digits: Vec<u8> =
            parts.whole.bytes().chain(parts.fraction.bytes()).map(|b| b - b'0').collect();
        let mut scale = -(parts.fraction.len() as i64);
        // Without any digit it is zero, except on the API's slower way of reading.
        let slow = if format == QuantityFormat::Binary { exponent >= 50 } else { exponent < -9 };
        if slow && !parts.numbered {
            return Err(QuantityError::Form);
        }
        if format == QuantityFormat::Binary {
            (0..exponent / 10).for_each(|_| multiply_by_1024(&mut digits));
        } else {
            scale += i64::from(exponent);
        }
        let mut nanos = to_integer(&digits, scale.saturating_add(9));
        let mut printed = format;
        if format == QuantityFormat::Binary {
            nanos = nanos.min(MAX_BINARY);
            if 0 < nanos && nanos < NANO {
                printed = QuantityFormat::Decimal;
            }
        }
        let nanos = if parts.negative { -nanos } else { nanos };
        let kept = keeps_text(&parts, format, exponent).then(|| text.to_owned());
        let small = small(&parts, format, exponent);
        Ok(Quantity { nanos, format: printed, text: kept, small })
    }

    /// A quantity as a manifest may write it: a string or a number. `None` for other values.
    pub fn of(node: Node<'_>) -> Option<Result<Quantity, QuantityError>> {
        match node.value() {
            Value::Str(text) => Some(Quantity::parse(text.trim())),
            Value::Int(int) => Some(Quantity::parse(&int.to_string())),
            Value::UInt(int) => Some(Quantity::parse(&int.to_string())),
            // As Go writes it in JSON.
            Value::Float(float) => Some(Quantity::parse(&Digits::of_json(float))),
            _ => None,
        }
    }

    pub fn zero() -> Quantity {
        Quantity { nanos: 0, format: QuantityFormat::Decimal, text: None, small: Some((0, 0)) }
    }

    /// A whole number.
    pub fn of_int(int: i64) -> Quantity {
        let nanos = i128::from(int) * NANO;
        let small = Some((int, 0));
        Quantity { nanos, format: QuantityFormat::Exponent, text: None, small }
    }

    /// As a 64-bit integer, if it is one as it was written (`AsInt64`).
    pub fn as_int(&self) -> Option<i64> {
        let (value, scale) = self.small?;
        scaled(value, u32::try_from(scale).ok()?)
    }

    /// The nearest floating point number (`AsApproximateFloat64`).
    pub fn approximate(&self) -> f64 {
        self.nanos as f64 / NANO as f64
    }

    pub fn is_zero(&self) -> bool {
        self.nanos == 0
    }

    pub fn is_negative(&self) -> bool {
        self.nanos < 0
    }

    /// Whether it is so large that it counts as equal to all others of that size.
    pub fn is_endless(&self) -> bool {
        self.nanos.abs() >= ENDLESS
    }

    /// Whether it has no fraction, once rounded up to thousandths as the API does.
    pub fn is_whole(&self) -> bool {
        self.is_endless() || self.milli() % 1000 == 0
    }

    /// In thousandths, rounded away from zero.
    pub fn milli(&self) -> i128 {
        let unit = NANO / 1000;
        let rounded = self.nanos.abs().saturating_add(unit - 1) / unit;
        if self.is_negative() { -rounded } else { rounded }
    }

    /// Rounded up to thousandths, as the API does with every resource amount.
    #[must_use]
    pub fn rounded(&self) -> Quantity {
        let nanos = self.milli().saturating_mul(NANO / 1000);
        if nanos == self.nanos {
            self.clone()
        } else {
            Quantity { nanos, text: None, small: None, ..*self }
        }
    }

    /// In whole units, rounded away from zero.
    pub fn whole(&self) -> i128 {
        let rounded = (self.nanos.abs().saturating_add(NANO - 1)) / NANO;
        if self.is_negative() { -rounded } else { rounded }
    }

    /// So many of it.
    #[must_use]
    pub fn times(&self, count: i64) -> Quantity {
        let nanos = self.nanos.saturating_mul(i128::from(count));
        let small = self.small.and_then(|(value, scale)| Some((value.checked_mul(count)?, scale)));
        Quantity { nanos, text: None, small, ..*self }
    }

    #[must_use]
    pub fn plus(&self, other: &Quantity) -> Quantity {
        let format = if self.is_zero() { other.format } else { self.format };
        let nanos = self.nanos.saturating_add(other.nanos);
        let small = self.small.zip(other.small).and_then(|(a, b)| added(a, b));
        Quantity { nanos, format, text: None, small }
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Quantity) -> bool {
        self.nanos == other.nanos
    }
}

impl Eq for Quantity {}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Quantity) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Quantity) -> Ordering {
        self.nanos.cmp(&other.nanos)
    }
}

/// The canonical form, or the text as written where the API keeps that.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = &self.text {
            return f.write_str(text);
        }
        if self.is_zero() {
            return f.write_str("0");
        }
        let binary = self.format == QuantityFormat::Binary
            && self.nanos.abs() >= 1024 * NANO
            && self.nanos % NANO == 0;
        if binary {
            const SUFFIXES: [&str; 7] = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
            let (number, steps) = reduce(self.nanos / NANO, 1024, 6);
            return write!(f, "{number}{}", SUFFIXES[steps]);
        }
        let (number, steps) = reduce(self.nanos, 1000, 13);
        if self.format == QuantityFormat::Exponent {
            let exponent = steps as i32 * 3 - 9;
            return if exponent == 0 {
                write!(f, "{number}")
            } else {
                write!(f, "{number}e{exponent}")
            };
        }
        const SUFFIXES: [&str; 10] = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
        write!(f, "{number}{}", SUFFIXES.get(steps).unwrap_or(&""))
    }
}

/// Divides by a base as often as it goes without rest.
fn reduce(mut number: i128, base: i128, at_most: usize) -> (i128, usize) {
    let mut steps = 0;
    while steps < at_most && number % base == 0 {
        number /= base;
        steps += 1;
    }
    (number, steps)
}

fn split(text: &str) -> Result<QuantityParts<'_>, QuantityError> {
    if text.is_empty() {
        return Err(QuantityError::Empty);
    }
    let negative = text.starts_with('-');
    let number = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, rest) = digits(number.trim_start_matches('0'));
    let (fraction, suffix) = match rest.strip_prefix('.') {
        Some(rest) => digits(rest),
        None => ("", rest),
    };
    let letters = suffix.trim_start_matches(|c| "eEinumkKMGTP".contains(c));
    let exponent = letters.strip_prefix(['-', '+']).unwrap_or(letters);
    if digits(exponent).1.is_empty() {
        let numbered = number.starts_with('0') || !whole.is_empty() || !fraction.is_empty();
        Ok(QuantityParts { negative, numbered, whole, fraction, suffix })
    } else {
        Err(QuantityError::Form)
    }
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at(end)
}

/// The format and the exponent (of 10, or of 2 for binary suffixes) that a suffix stands for.
fn suffix(suffix: &str) -> Option<(QuantityFormat, i32)> {
    let decimal = |exponent| Some((QuantityFormat::Decimal, exponent));
    let binary = |exponent| Some((QuantityFormat::Binary, exponent));
    match suffix {
        "n" => decimal(-9),
        "u" => decimal(-6),
        "m" => decimal(-3),
        "" => decimal(0),
        "k" => decimal(3),
        "M" => decimal(6),
        "G" => decimal(9),
        "T" => decimal(12),
        "P" => decimal(15),
        "E" => decimal(18),
        "Ki" => binary(10),
        "Mi" => binary(20),
        "Gi" => binary(30),
        "Ti" => binary(40),
        "Pi" => binary(50),
        "Ei" => binary(60),
        _ => {
            let exponent: i64 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
            // Go narrows it to 32 bits without a check.
            Some((QuantityFormat::Exponent, exponent as i32))
        }
    }
}

fn multiply_by_1024(digits: &mut Vec<u8>) {
    let mut carry = 0_u32;
    for digit in digits.iter_mut().rev() {
        let product = u32::from(*digit) * 1024 + carry;
        *digit = (product % 10) as u8;
        carry = product / 10;
    }
    while carry > 0 {
        digits.insert(0, (carry % 10) as u8);
        carry /= 10;
    }
}

/// Digits times 10^`scale`, rounded up; `i128::MAX` where it does not fit.
fn to_integer(digits: &[u8], scale: i64) -> i128 {
    let start = digits.iter().take_while(|digit| **digit == 0).count();
    let digits = &digits[start..];
    if digits.is_empty() {
        return 0;
    }
    let length = digits.len() as i64 + scale;
    if length > 38 {
        return i128::MAX;
    }
    let kept = usize::try_from(length).unwrap_or(0).min(digits.len());
    let add = |sum: i128, digit: &u8| sum * 10 + i128::from(*digit);
    let whole = digits[..kept].iter().fold(0, add);
    let zeros = u32::try_from(scale).unwrap_or(0);
    let rest = digits[kept..].iter().any(|digit| *digit != 0);
    whole * 10_i128.pow(zeros) + i128::from(rest)
}

/// Times a power of ten, if it fits.
fn scaled(value: i64, scale: u32) -> Option<i64> {
    value.checked_mul(10_i64.checked_pow(scale)?)
}

/// The sum of two small amounts (`int64Amount.Add`).
fn added((a, m): (i64, i32), (b, n): (i64, i32)) -> Option<(i64, i32)> {
    if b == 0 {
        return Some((a, m));
    }
    if a == 0 {
        return Some((b, n));
    }
    let scale = m.min(n);
    let up = |value, of: i32| scaled(value, (of - scale).unsigned_abs());
    Some((up(a, m)?.checked_add(up(b, n)?)?, scale))
}

/// The amount as a number times a power of ten, if the API reads it so (the fast path of
/// `ParseQuantity`).
fn small(parts: &QuantityParts<'_>, format: QuantityFormat, exponent: i32) -> Option<(i64, i32)> {
    let whole = if parts.whole.is_empty() { "0" } else { parts.whole };
    let length = (whole.len() + parts.fraction.len()) as i32;
    let (precision, scale, factor) = match format {
        QuantityFormat::Binary if parts.fraction.is_empty() => {
            (15 - length - exponent * 3 / 10 - 1, 0, 1_i64.checked_shl(exponent.unsigned_abs())?)
        }
        QuantityFormat::Binary => return None,
        _ => (18 - length, exponent.checked_sub(parts.fraction.len() as i32)?, 1),
    };
    if precision < 0 || scale < -9 {
        return None;
    }
    let value: i64 = format!("{whole}{}", parts.fraction).parse().ok()?;
    let value = value.checked_mul(factor)?;
    Some((if parts.negative { -value } else { value }, scale))
}

/// Whether the API prints the text as written instead of its canonical form.
fn keeps_text(parts: &QuantityParts<'_>, format: QuantityFormat, exponent: i32) -> bool {
    let whole = if parts.whole.is_empty() { "0" } else { parts.whole };
    let length = (whole.len() + parts.fraction.len()) as i32;
    if format == QuantityFormat::Binary {
        let fits = 15 - length - exponent * 3 / 10 > 0;
        return parts.fraction.is_empty()
            && fits
            && whole.parse::<i64>().is_ok_and(|value| value & 7 != 0);
    }
    let scale = i64::from(exponent) - parts.fraction.len() as i64;
    let ends_in_zeros =
        whole.bytes().chain(parts.fraction.bytes()).rev().take_while(|b| *b == b'0').count() >= 3;
    length <= 18 && scale >= -9 && scale % 3 == 0 && !ends_in_zeros && !whole.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> String {
        Quantity::parse(text).map_or_else(|e| e.to_string(), |q| q.to_string())
    }

    #[test]
    fn canonical_forms() {
        // Each pair as `resource.MustParse(x).String()` of Kubernetes 1.36 prints it.
        for (text, expected) in [
            ("0", "0"),
            ("1", "1"),
            ("1000m", "1"),
            ("0.001", "1m"),
            ("0.5", "500m"),
            ("1.5Gi", "1536Mi"),
            ("1024Mi", "1Gi"),
            ("1023", "1023"),
            ("100000", "100k"),
            ("1e3", "1e3"),
            ("1000e3", "1e6"),
            ("1.1e1", "1.1e1"),
            ("1.5e3", "1500"),
            ("5e20", "500e18"),
            ("0.1n", "1n"),
            ("-0.1n", "-1n"),
            ("0.5Ki", "512"),
            ("0.0001Ki", "102400u"),
            ("100Ei", "9223372036854775807"),
            ("+5", "+5"),
            ("007", "007"),
            (".", "0"),
            ("12345678901234567890", "12345678901234567890"),
        ] {
            assert_eq!(canonical(text), expected, "{text}");
        }
    }

    #[test]
    fn refusals() {
        for text in ["100MB", "1 Gi", "0,5", "2cores", "1.2.3", "1e", "Gi5x", "1Ei3", "5mm"] {
            assert!(Quantity::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn order() {
        let q = |text: &str| Quantity::parse(text).expect(text);
        assert!(q("1Gi") > q("1G"));
        assert_eq!(q("1"), q("1000m"));
        assert_eq!(q("1e3"), q("1k"));
        assert!(q("1e9999") > q("1E"));
        assert!(q("0.1n") > Quantity::zero());
        assert!(q("1500m").plus(&q("500m")) == q("2"));
        assert!(!q("100m").is_whole() && q("2").is_whole());
    }
}
