//! Conversions between types (`ConvertToType` of `common/types`).

use super::{Function, net, operators::text};
use crate::{
    cel::{
        Fault, go,
        value::{Opaque, Outcome, Timestamp, Value},
    },
    model::value::duration,
};

pub(super) fn find(name: &str, receiver: bool) -> Option<Function> {
    if receiver {
        return None;
    }
    Some(match name {
        "int" => |_, args, _| int(first(args)?),
        "uint" => |_, args, _| uint(first(args)?),
        "double" => |_, args, _| double(first(args)?),
        "bool" => |_, args, _| bool(first(args)?),
        "string" => |_, args, _| string(first(args)?),
        "bytes" => |_, args, _| bytes(first(args)?),
        "timestamp" => |_, args, _| timestamp(first(args)?),
        "duration" => |_, args, _| to_duration(first(args)?),
        _ => return None,
    })
}

fn first<'v, 'a>(args: &'v [Value<'a>]) -> Result<&'v Value<'a>, Fault> {
    args.first().ok_or(Fault::no_overload())
}

/// Types that a conversion takes, but not this value.
fn refused<'a>(value: &Value<'_>, to: &str) -> Outcome<'a> {
    let from = value.type_name();
    Err(Fault::from(format!("type conversion error from '{from}' to '{to}'")))
}

const INT_OVERFLOW: Fault = Fault::new("integer overflow");
const UINT_OVERFLOW: Fault = Fault::new("unsigned integer overflow");

fn int<'a>(value: &Value<'a>) -> Outcome<'a> {
    match value {
        Value::Int(value) => Ok(Value::Int(*value)),
        Value::Uint(value) => i64::try_from(*value).map(Value::Int).map_err(|_| INT_OVERFLOW),
        // The bounds themselves are refused.
        Value::Double(value) if value.abs() < 9_223_372_036_854_775_808.0 => {
            Ok(Value::Int(*value as i64))
        }
        Value::Double(_) => Err(INT_OVERFLOW),
        Value::Str(text) => match text.parse() {
            Ok(int) => Ok(Value::Int(int)),
            Err(_) => refused(value, "int"),
        },
        Value::Timestamp(time) => Ok(Value::Int(time.seconds)),
        Value::Duration(nanos) => Ok(Value::Int(*nanos)),
        _ => Err(Fault::no_overload()),
    }
}

#[expect(clippy::cast_sign_loss, reason = "negative numbers are refused")]
fn uint<'a>(value: &Value<'a>) -> Outcome<'a> {
    match value {
        Value::Uint(value) => Ok(Value::Uint(*value)),
        Value::Int(value) => u64::try_from(*value).map(Value::Uint).map_err(|_| UINT_OVERFLOW),
        Value::Double(value) if (0.0..18_446_744_073_709_551_616.0).contains(value) => {
            Ok(Value::Uint(*value as u64))
        }
        Value::Double(_) => Err(UINT_OVERFLOW),
        Value::Str(text) => match text.parse() {
            Ok(uint) if !text.starts_with('+') => Ok(Value::Uint(uint)),
            _ => refused(value, "uint"),
        },
        _ => Err(Fault::no_overload()),
    }
}

fn double<'a>(value: &Value<'a>) -> Outcome<'a> {
    match value {
        Value::Double(value) => Ok(Value::Double(*value)),
        Value::Int(value) => Ok(Value::Double(*value as f64)),
        Value::Uint(value) => Ok(Value::Double(*value as f64)),
        Value::Str(text) => match parse_float(text) {
            Some(double) => Ok(Value::Double(double)),
            None => refused(value, "double"),
        },
        _ => Err(Fault::no_overload()),
    }
}

/// A number as Go's `strconv.ParseFloat` reads it: also hexadecimal, and with underscores between
/// digits.
pub(super) fn parse_float(text: &str) -> Option<f64> {
    if text.contains('_') {
        let bytes = text.as_bytes();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
        let between =
            |at: usize| at > 0 && digit(at + 1) && (digit(at - 1) || bytes[at - 1] == b'x');
        let fits = text.match_indices('_').all(|(at, _)| between(at));
        return fits.then(|| parse_float(&text.replace('_', ""))).flatten();
    }
    let bare = text.strip_prefix(['+', '-']).unwrap_or(text);
    let lower = bare.to_ascii_lowercase();
    if let Some(digits) = lower.strip_prefix("0x") {
        let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
        return hexadecimal(digits).map(|number| sign * number);
    }
    let special = ["inf", "infinity", "nan"].contains(&lower.as_str());
    if special && lower == "nan" && bare.len() != text.len() {
        return None;
    }
    let plain = bare.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    if !special && !plain {
        return None;
    }
    text.parse::<f64>().ok().filter(|number| special || number.is_finite())
}

/// `1.8p3`, the exponent being required.
fn hexadecimal(text: &str) -> Option<f64> {
    let (digits, exponent) = text.split_once('p')?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut value = 0.0;
    for digit in whole.chars().chain(fraction.chars()) {
        value = value * 16.0 + f64::from(digit.to_digit(16)?);
    }
    let exponent: i32 = exponent.parse().ok()?;
    let shift = i32::try_from(fraction.len()).ok()?.checked_mul(4)?;
    let made = value * 2_f64.powi(exponent.checked_sub(shift)?);
    made.is_finite().then_some(made)
}

fn bool<'a>(value: &Value<'a>) -> Outcome<'a> {
    match value {
        Value::Bool(value) => Ok(Value::Bool(*value)),
        Value::Str(text) => match &**text {
            "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(Value::Bool(true)),
            "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(Value::Bool(false)),
            _ => refused(value, "bool"),
        },
        _ => Err(Fault::no_overload()),
    }
}

fn string<'a>(value: &Value<'a>) -> Outcome<'a> {
    match value {
        Value::Str(_) => Ok(value.clone()),
        Value::Opaque(opaque) => match &**opaque {
            Opaque::Ip(_) | Opaque::Cidr(..) => net::print(opaque),
            _ => Err(Fault::no_overload()),
        },
        Value::Null | Value::Type(_) => Err(Fault::no_overload()),
        _ => match printed(value) {
            Some(printed) => text(printed?),
            None => Err(Fault::no_overload()),
        },
    }
}

/// A value as a string, if its type has such a conversion.
pub(super) fn printed(value: &Value<'_>) -> Option<Result<String, Fault>> {
    Some(Ok(match value {
        Value::Str(text) => text.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Uint(value) => value.to_string(),
        Value::Double(value) => shortest(*value),
        Value::Null => "null".to_owned(),
        Value::Type(name) => (*name).to_owned(),
        Value::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                let message = "invalid UTF-8 in bytes, cannot convert to string";
                return Some(Err(Fault::new(message)));
            }
        },
        Value::Timestamp(time) => time.print(),
        Value::Duration(nanos) => seconds(*nanos),
        _ => return None,
    }))
}

/// Seconds, as a duration is printed: `90.5s`.
fn seconds(nanos: i64) -> String {
    const NANOS: i64 = 1_000_000_000;
    let seconds = (nanos / NANOS) as f64 + (nanos % NANOS) as f64 / 1e9;
    format!("{}s", plain(seconds))
}

/// All digits of a number (`%f` with as many as it needs).
fn plain(number: f64) -> String {
    if number == 0.0 && number.is_sign_negative() { "-0".to_owned() } else { number.to_string() }
}

/// A number as Go's `%g` prints it: with an exponent from a million on.
fn shortest(number: f64) -> String {
    go::general(number, 6)
}

fn bytes<'a>(value: &Value<'a>) -> Outcome<'a> {
    match value {
        Value::Bytes(_) => Ok(value.clone()),
        Value::Str(text) => Ok(Value::Bytes(text.as_bytes().into())),
        _ => Err(Fault::no_overload()),
    }
}

fn timestamp<'a>(value: &Value<'a>) -> Outcome<'a> {
    const OVERFLOW: Fault = Fault::new("timestamp overflow");
    match value {
        Value::Timestamp(_) => Ok(value.clone()),
        Value::Int(seconds) => {
            Timestamp::of_seconds(*seconds).map(Value::Timestamp).ok_or(OVERFLOW)
        }
        Value::Str(text) => match Timestamp::parse(text) {
            Some(time) => time.in_range().map(Value::Timestamp).ok_or(OVERFLOW),
            None => refused(value, "google.protobuf.Timestamp"),
        },
        _ => Err(Fault::no_overload()),
    }
}

fn to_duration<'a>(value: &Value<'a>) -> Outcome<'a> {
    match value {
        Value::Duration(_) => Ok(value.clone()),
        Value::Int(nanos) => Ok(Value::Duration(*nanos)),
        Value::Str(text) => match duration::parse(text) {
            Some(nanos) => Ok(Value::Duration(nanos)),
            None => refused(value, "google.protobuf.Duration"),
        },
        _ => Err(Fault::no_overload()),
    }
}
