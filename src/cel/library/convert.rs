//! Conversions between types (`ConvertToType` of `common/types`).

use super::{Function, net, operators::text};
use crate::{
    cel::{
        CelFault, go,
        value::{CelResult, CelValue, Opaque, Timestamp},
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

fn first<'v, 'a>(args: &'v [CelValue<'a>]) -> Result<&'v CelValue<'a>, CelFault> {
    args.first().ok_or(CelFault::no_overload())
}

/// Types that a conversion takes, but not this value.
fn refused<'a>(value: &CelValue<'_>, to: &str) -> CelResult<'a> {
    let from = value.type_name();
    Err(CelFault::from(format!("type conversion error from '{from}' to '{to}'")))
}

const INT_OVERFLOW: CelFault = CelFault::new("integer overflow");
const UINT_OVERFLOW: CelFault = CelFault::new("unsigned integer overflow");

fn int<'a>(value: &CelValue<'a>) -> CelResult<'a> {
    match value {
        CelValue::Int(value) => Ok(CelValue::Int(*value)),
        CelValue::Uint(value) => i64::try_from(*value).map(CelValue::Int).map_err(|_| INT_OVERFLOW),
        // The bounds themselves are refused.
        CelValue::Double(value) if value.abs() < 9_223_372_036_854_775_808.0 => {
            Ok(CelValue::Int(*value as i64))
        }
        CelValue::Double(_) => Err(INT_OVERFLOW),
        CelValue::Str(text) => match text.parse() {
            Ok(int) => Ok(CelValue::Int(int)),
            Err(_) => refused(value, "int"),
        },
        CelValue::Timestamp(time) => Ok(CelValue::Int(time.seconds)),
        CelValue::Duration(nanos) => Ok(CelValue::Int(*nanos)),
        _ => Err(CelFault::no_overload()),
    }
}

#[expect(clippy::cast_sign_loss, reason = "negative numbers are refused")]
fn uint<'a>(value: &CelValue<'a>) -> CelResult<'a> {
    match value {
        CelValue::Uint(value) => Ok(CelValue::Uint(*value)),
        CelValue::Int(value) => {
            u64::try_from(*value).map(CelValue::Uint).map_err(|_| UINT_OVERFLOW)
        }
        CelValue::Double(value) if (0.0..18_446_744_073_709_551_616.0).contains(value) => {
            Ok(CelValue::Uint(*value as u64))
        }
        CelValue::Double(_) => Err(UINT_OVERFLOW),
        CelValue::Str(text) => match text.parse() {
            Ok(uint) if !text.starts_with('+') => Ok(CelValue::Uint(uint)),
            _ => refused(value, "uint"),
        },
        _ => Err(CelFault::no_overload()),
    }
}

fn double<'a>(value: &CelValue<'a>) -> CelResult<'a> {
    match value {
        CelValue::Double(value) => Ok(CelValue::Double(*value)),
        CelValue::Int(value) => Ok(CelValue::Double(*value as f64)),
        CelValue::Uint(value) => Ok(CelValue::Double(*value as f64)),
        CelValue::Str(text) => match parse_float(text) {
            Some(double) => Ok(CelValue::Double(double)),
            None => refused(value, "double"),
        },
        _ => Err(CelFault::no_overload()),
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

fn bool<'a>(value: &CelValue<'a>) -> CelResult<'a> {
    match value {
        CelValue::Bool(value) => Ok(CelValue::Bool(*value)),
        CelValue::Str(text) => match &**text {
            "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(CelValue::Bool(true)),
            "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(CelValue::Bool(false)),
            _ => refused(value, "bool"),
        },
        _ => Err(CelFault::no_overload()),
    }
}

fn string<'a>(value: &CelValue<'a>) -> CelResult<'a> {
    match value {
        CelValue::Str(_) => Ok(value.clone()),
        CelValue::Opaque(opaque) => match &**opaque {
            Opaque::Ip(_) | Opaque::Cidr(..) => net::print(opaque),
            _ => Err(CelFault::no_overload()),
        },
        CelValue::Null | CelValue::Type(_) => Err(CelFault::no_overload()),
        _ => match printed(value) {
            Some(printed) => text(printed?),
            None => Err(CelFault::no_overload()),
        },
    }
}

/// A value as a string, if its type has such a conversion.
pub(super) fn printed(value: &CelValue<'_>) -> Option<Result<String, CelFault>> {
    Some(Ok(match value {
        CelValue::Str(text) => text.to_string(),
        CelValue::Bool(value) => value.to_string(),
        CelValue::Int(value) => value.to_string(),
        CelValue::Uint(value) => value.to_string(),
        CelValue::Double(value) => shortest(*value),
        CelValue::Null => "null".to_owned(),
        CelValue::Type(name) => (*name).to_owned(),
        CelValue::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                let message = "invalid UTF-8 in bytes, cannot convert to string";
                return Some(Err(CelFault::new(message)));
            }
        },
        CelValue::Timestamp(time) => time.print(),
        CelValue::Duration(nanos) => seconds(*nanos),
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

fn bytes<'a>(value: &CelValue<'a>) -> CelResult<'a> {
    match value {
        CelValue::Bytes(_) => Ok(value.clone()),
        CelValue::Str(text) => Ok(CelValue::Bytes(text.as_bytes().into())),
        _ => Err(CelFault::no_overload()),
    }
}

fn timestamp<'a>(value: &CelValue<'a>) -> CelResult<'a> {
    const OVERFLOW: CelFault = CelFault::new("timestamp overflow");
    match value {
        CelValue::Timestamp(_) => Ok(value.clone()),
        CelValue::Int(seconds) => {
            Timestamp::of_seconds(*seconds).map(CelValue::Timestamp).ok_or(OVERFLOW)
        }
        CelValue::Str(text) => match Timestamp::parse(text) {
            Some(time) => time.in_range().map(CelValue::Timestamp).ok_or(OVERFLOW),
            None => refused(value, "google.protobuf.Timestamp"),
        },
        _ => Err(CelFault::no_overload()),
    }
}

fn to_duration<'a>(value: &CelValue<'a>) -> CelResult<'a> {
    match value {
        CelValue::Duration(_) => Ok(value.clone()),
        CelValue::Int(nanos) => Ok(CelValue::Duration(*nanos)),
        CelValue::Str(text) => match duration::parse(text) {
            Some(nanos) => Ok(CelValue::Duration(nanos)),
            None => refused(value, "google.protobuf.Duration"),
        },
        _ => Err(CelFault::no_overload()),
    }
}
