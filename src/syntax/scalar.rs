//! What a plain scalar means, as Kubernetes reads it: YAML 1.1 with the habits of
//! `go.yaml.in/yaml/v2` (`resolve.go`).

use super::tree::Value;

/// A scalar's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ScalarValue {
    Null,
    Bool(bool),
    Int(i64),
    /// Above `i64::MAX`.
    UInt(u64),
    Float(f64),
    /// The text itself.
    Str,
}

/// What a scalar without quotes and tag means.
pub(super) fn resolve(text: &str) -> ScalarValue {
    match text.as_bytes().first() {
        None => ScalarValue::Null,
        Some(b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~') => {
            word(text)
        }
        Some(b'0'..=b'9') => number(text),
        Some(b'+' | b'-' | b'.') => match word(text) {
            ScalarValue::Str => number(text),
            known => known,
        },
        Some(_) => ScalarValue::Str,
    }
}

/// The same, as trees hold it.
pub fn plain_value(text: &str) -> Value<'_> {
    match resolve(text) {
        ScalarValue::Null => Value::Null,
        ScalarValue::Bool(value) => Value::Bool(value),
        ScalarValue::Int(value) => Value::Int(value),
        ScalarValue::UInt(value) => Value::UInt(value),
        ScalarValue::Float(value) => Value::Float(value),
        ScalarValue::Str => Value::Str(text),
    }
}

fn word(text: &str) -> ScalarValue {
    if text.len() > 5 {
        return ScalarValue::Str;
    }
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            ScalarValue::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            ScalarValue::Bool(false)
        }
        "~" | "null" | "Null" | "NULL" => ScalarValue::Null,
        ".nan" | ".NaN" | ".NAN" => ScalarValue::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => ScalarValue::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => ScalarValue::Float(f64::NEG_INFINITY),
        _ => ScalarValue::Str,
    }
}

fn number(text: &str) -> ScalarValue {
    let underscores = text.contains('_');
    match text.strip_prefix('.') {
        Some(_) if !underscores => float(text),
        // Here, and only here, underscores must be between digits.
        Some(fraction) => match fraction.split(['e', 'E', '+', '-']).all(separated) {
            true => float(&text.replace('_', "")),
            false => ScalarValue::Str,
        },
        None if !underscores => plain_number(text),
        None => plain_number(&text.replace('_', "")),
    }
}

/// Whether every underscore has a digit on both sides.
fn separated(digits: &str) -> bool {
    !digits.starts_with('_') && !digits.ends_with('_') && !digits.contains("__")
}

/// A number without underscores: decimal, octal (`0644`, `0o644`), hexadecimal or binary.
fn plain_number(text: &str) -> ScalarValue {
    let (negative, unsigned) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    if let Some(magnitude) = magnitude(unsigned) {
        return match (i64::try_from(magnitude), negative) {
            (Ok(int), false) => ScalarValue::Int(int),
            (Ok(int), true) => ScalarValue::Int(-int),
            (Err(_), true) if magnitude == i64::MIN.unsigned_abs() => ScalarValue::Int(i64::MIN),
            (Err(_), false) if !text.starts_with('+') => ScalarValue::UInt(magnitude),
            _ => float(text),
        };
    }
    match float(text) {
        ScalarValue::Str => odd_binary(text),
        float => float,
    }
}

fn magnitude(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    let (digits, radix) = match bytes {
        [b'0', b'x' | b'X', _, ..] => (&text[2..], 16),
        [b'0', b'b' | b'B', _, ..] => (&text[2..], 2),
        [b'0', b'o' | b'O', _, ..] => (&text[2..], 8),
        [b'0'] => return Some(0),
        [b'0', ..] => (&text[1..], 8),
        _ => (text, 10),
    };
    // The standard library would take a second sign.
    if !digits.as_bytes().first()?.is_ascii_alphanumeric() {
        return None;
    }
    u64::from_str_radix(digits, radix).ok()
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, unless it is beyond all floats.
fn float(text: &str) -> ScalarValue {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let well_formed = digits(whole)
        && digits(fraction)
        && (!whole.is_empty() || !fraction.is_empty())
        && exponent.is_none_or(|exponent| {
            let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
            !exponent.is_empty() && digits(exponent)
        });
    match text.parse::<f64>() {
        Ok(value) if well_formed && value.is_finite() => ScalarValue::Float(value),
        _ => ScalarValue::Str,
    }
}

/// A binary number with a sign after its prefix, which Kubernetes' reader takes as well.
fn odd_binary(text: &str) -> ScalarValue {
    let (signed, negative) = match (text.strip_prefix("0b"), text.strip_prefix("-0b")) {
        (Some(rest), _) => (rest, false),
        (_, Some(rest)) if !rest.starts_with(['-', '+']) => (rest, true),
        _ => return ScalarValue::Str,
    };
    match i64::from_str_radix(signed, 2) {
        Ok(int) => ScalarValue::Int(if negative { -int } else { int }),
        Err(_) => ScalarValue::Str,
    }
}

/// Whether Kubernetes' reader takes a text for a date, or a date and a time.
pub fn is_timestamp(text: &str) -> bool {
    let Some((year, rest)) = text.split_once('-') else { return false };
    let Some((month, rest)) = rest.split_once('-') else { return false };
    let Some((year, month)) = fixed(year, 4).zip(short(month)) else { return false };
    let split = rest.find(['T', 't', ' ']);
    let (day, time) = split.map_or((rest, ""), |at| (&rest[..at], &rest[at..]));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        1..=12 => 31,
        _ => return false,
    };
    if !short(day).is_some_and(|day| (1..=days).contains(&day)) {
        return false;
    }
    match time.as_bytes().first() {
        None => split.is_none(),
        Some(b' ') => clock(&time[1..]),
        Some(_) => match time[1..].strip_suffix('Z') {
            Some(clock_text) => clock(clock_text),
            None => zoned(&time[1..]),
        },
    }
}

fn zoned(text: &str) -> bool {
    let Some(at) = text.rfind(['+', '-']) else { return false };
    let zone = text[at + 1..].split_once(':');
    let zone = zone.and_then(|(hours, minutes)| fixed(hours, 2).zip(fixed(minutes, 2)));
    clock(&text[..at]) && zone.is_some_and(|(hours, minutes)| hours <= 24 && minutes < 60)
}

/// `15:4:5.9…`
fn clock(text: &str) -> bool {
    let mut parts = text.splitn(3, ':');
    let mut next = || parts.next();
    let (Some(hours), Some(minutes), Some(seconds)) = (next(), next(), next()) else {
        return false;
    };
    let (seconds, fraction) =
        seconds.find(['.', ',']).map_or((seconds, "0"), |at| (&seconds[..at], &seconds[at + 1..]));
    short(hours).is_some_and(|hours| hours < 24)
        && short(minutes).is_some_and(|minutes| minutes < 60)
        && short(seconds).is_some_and(|seconds| seconds < 60)
        && !fraction.is_empty()
        && fraction.bytes().all(|b| b.is_ascii_digit())
}

fn fixed(text: &str, length: usize) -> Option<u32> {
    let digits = text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

fn short(text: &str) -> Option<u32> {
    fixed(text, 1).or_else(|| fixed(text, 2))
}

/// Whether a text without quotes is a string, to every reader of YAML: nothing else to Kubernetes',
/// and no number to the base of sixty.
pub fn is_plain_string(text: &str) -> bool {
    let may_count = text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+');
    resolve(text) == ScalarValue::Str
        && !(may_count && (is_timestamp(text) || is_sexagesimal(text)))
}

/// `[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?`
fn is_sexagesimal(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let Some((first, rest)) = text.split_once(':') else { return false };
    let (rest, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let part = |part: &str| matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']);
    first.starts_with(|c: char| c.is_ascii_digit())
        && digits(first)
        && rest.split(':').all(part)
        && digits(fraction)
}

/// A float as the text of a key: rounded to 32 bits, as `sigs.k8s.io/yaml` writes it.
pub(super) fn float_key(value: f64) -> String {
    let value = value as f32;
    if value.is_nan() {
        return ".nan".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { ".inf" } else { "-.inf" }.into();
    }
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        return value.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_mean_what_kubernetes_reads() {
        let cases = [
            ("", ScalarValue::Null),
            ("~", ScalarValue::Null),
            ("nUll", ScalarValue::Str),
            ("y", ScalarValue::Bool(true)),
            ("Off", ScalarValue::Bool(false)),
            ("yEs", ScalarValue::Str),
            ("0644", ScalarValue::Int(420)),
            ("0o644", ScalarValue::Int(420)),
            ("-0x1F", ScalarValue::Int(-31)),
            ("0b101", ScalarValue::Int(5)),
            ("0b-1", ScalarValue::Int(-1)),
            ("0b", ScalarValue::Str),
            ("089", ScalarValue::Float(89.0)),
            ("1_000", ScalarValue::Int(1000)),
            ("_1", ScalarValue::Str),
            ("22:22", ScalarValue::Str),
            ("1e3", ScalarValue::Float(1000.0)),
            ("1e400", ScalarValue::Str),
            (".5", ScalarValue::Float(0.5)),
            (".5_0", ScalarValue::Float(0.5)),
            (".5__0", ScalarValue::Str),
            ("1.", ScalarValue::Float(1.0)),
            ("1.2.3", ScalarValue::Str),
            (".inf", ScalarValue::Float(f64::INFINITY)),
            ("-", ScalarValue::Str),
            ("+-1", ScalarValue::Str),
            ("9223372036854775808", ScalarValue::UInt(9_223_372_036_854_775_808)),
            ("-9223372036854775808", ScalarValue::Int(i64::MIN)),
            ("18446744073709551616", ScalarValue::Float(18_446_744_073_709_551_616.0)),
            ("10Gi", ScalarValue::Str),
            ("1.26", ScalarValue::Float(1.26)),
            ("2001-12-14", ScalarValue::Str),
        ];
        for (text, value) in cases {
            assert_eq!(resolve(text), value, "{text}");
        }
    }

    #[test]
    fn timestamps_are_real_dates() {
        for good in
            ["2001-12-14", "2001-1-2T3:4:5Z", "2001-12-14t21:59:43.10-05:00", "2000-02-29 1:2:3.5"]
        {
            assert!(is_timestamp(good), "{good}");
        }
        for bad in ["2001-01-01T24:00:00Z", "2001-01-01T00:60:00Z", "2001-01-01T00:00:60Z"] {
            assert!(!is_timestamp(bad), "{bad}");
        }
        assert!(is_timestamp("2001-12-31T23:59:59Z"));
        for bad in ["2001-13-14", "2001-02-29", "2001-1-1 ", "01-1-1", "2001-12-14 21:59:43.10 -5"]
        {
            assert!(!is_timestamp(bad), "{bad}");
        }
    }
}
