//! `string.format` (cel-go's `ext/formatting.go`, with numbers as `golang.org/x/text/message`
//! prints them in English).

use super::convert::{parse_float, printed};
use crate::cel::{
    CelFault,
    go::{self, quoted as go_quoted},
    value::{CelValue, ListValue},
};

/// How many digits follow the point, where nothing else is said.
const PRECISION: usize = 6;
/// More digits than these are not printed.
const MOST_DIGITS: usize = 1000;

type Formatted = Result<String, String>;

/// A text with its placeholders filled in.
pub(super) fn format(pattern: &str, args: &ListValue<'_>) -> Result<String, CelFault> {
    let mut made = String::with_capacity(pattern.len());
    let mut rest = pattern;
    let mut next = 0;
    while let Some((before, after)) = rest.split_once('%') {
        made.push_str(before);
        if let Some(after) = after.strip_prefix('%') {
            made.push('%');
            rest = after;
            continue;
        }
        let Some(arg) = args.get(next) else {
            return Err(CelFault::from(format!("index {next} out of range")));
        };
        if after.is_empty() {
            return Err(CelFault::new("unexpected end of string"));
        }
        let (clause, behind) = clause(after)
            .map_err(|why| CelFault::from(format!("could not parse formatting clause: {why}")))?;
        let value = arg?;
        let text = clause
            .format(&value)
            .map_err(|why| CelFault::from(format!("error during formatting: {why}")))?;
        made.push_str(&text);
        rest = behind;
        next += 1;
    }
    made.push_str(rest);
    Ok(made)
}

/// A placeholder.
struct Clause {
    verb: char,
    precision: Option<usize>,
}

/// The placeholder at the start of a text, and what follows it.
fn clause(text: &str) -> Result<(Clause, &str), String> {
    let (precision, text) = match text.strip_prefix('.') {
        None => (None, text),
        Some(after) => {
            let end = after.bytes().take_while(u8::is_ascii_digit).count();
            let (digits, rest) = after.split_at(end);
            if rest.is_empty() {
                let why = "could not find end of precision specifier";
                return Err(format!("error while parsing precision: {why}"));
            }
            let precision = digits.parse().map_err(|_| {
                let why = format!("strconv.Atoi: parsing \"{digits}\": invalid syntax");
                format!(
                    "error while parsing precision: error while converting precision to \
                         integer: {why}"
                )
            })?;
            (Some(precision), rest)
        }
    };
    let Some(verb) = text.chars().next() else { return Err("unexpected end".to_owned()) };
    if !"sdfebxXo".contains(verb) {
        return Err(format!("unrecognized formatting clause \"{verb}\""));
    }
    Ok((Clause { verb, precision }, &text[verb.len_utf8()..]))
}

impl Clause {
    fn format(&self, value: &CelValue<'_>) -> Formatted {
        let name = value.type_name();
        match self.verb {
            's' => string(value),
            'd' => match value {
                CelValue::Int(value) => Ok(value.to_string()),
                CelValue::Uint(value) => Ok(value.to_string()),
                _ => Err(format!("decimal clause can only be used on integers, was given {name}")),
            },
            'f' => number(value).map(|number| self.fixed(number)).ok_or_else(|| {
                format!("fixed-point clause can only be used on doubles, was given {name}")
            }),
            'e' => number(value).map(|number| self.scientific(number)).ok_or_else(|| {
                format!("scientific clause can only be used on doubles, was given {name}")
            }),
            'b' => match value {
                CelValue::Bool(value) => Ok(i32::from(*value).to_string()),
                _ => digits(value, |number| format!("{number:b}")).ok_or_else(|| {
                    let what = "only integers and bools can be formatted as binary";
                    format!("{what}, was given {name}")
                }),
            },
            'o' => digits(value, |number| format!("{number:o}")).ok_or_else(|| {
                format!("octal clause can only be used on integers, was given {name}")
            }),
            _ => self.hexadecimal(value).ok_or_else(|| {
                let what = "only integers, byte buffers, and strings can be formatted as hex";
                format!("{what}, was given {name}")
            }),
        }
    }

    fn fixed(&self, number: f64) -> String {
        if let Some(special) = special(number) {
            return special.to_owned();
        }
        let precision = self.precision.unwrap_or(PRECISION).min(MOST_DIGITS);
        grouped(&format!("{number:.precision$}"))
    }

    /// The number of digits is the width here (`%%%de`), so that the precision is always the same.
    fn scientific(&self, number: f64) -> String {
        let width = self.precision.unwrap_or(PRECISION).min(MOST_DIGITS);
        if let Some(special) = special(number) {
            return format!("{special:>width$}");
        }
        let text = format!("{number:.PRECISION$e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (sign, exponent) = match exponent.strip_prefix('-') {
            Some(exponent) => ("⁻", exponent),
            None => ("", exponent),
        };
        let raised = format!("{exponent:0>2}").chars().map(superscript).collect::<String>();
        let text = format!("{digits}×10{sign}{raised}");
        format!("{text:>width$}")
    }

    fn hexadecimal(&self, value: &CelValue<'_>) -> Option<String> {
        let text: String = match value {
            CelValue::Str(text) => go::hexadecimal(text.as_bytes()),
            CelValue::Bytes(value) => go::hexadecimal(value),
            _ => digits(value, |number| format!("{number:x}"))?,
        };
        Some(if self.verb == 'X' { text.to_uppercase() } else { text })
    }
}

fn superscript(digit: char) -> char {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digit = digit.to_digit(10).unwrap_or(0) as usize;
    RAISED.get(digit).copied().unwrap_or('⁰')
}

fn special(number: f64) -> Option<&'static str> {
    if number.is_nan() {
        return Some("NaN");
    }
    number.is_infinite().then_some(if number > 0.0 { "∞" } else { "-∞" })
}

/// A number with commas between thousands.
fn grouped(text: &str) -> String {
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |text| ("-", text));
    let (whole, fraction) = text.split_once('.').map_or((text, ""), |parts| parts);
    let mut grouped = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

/// A double, or one of the strings that stand for one.
fn number(value: &CelValue<'_>) -> Option<f64> {
    match value {
        CelValue::Double(value) => Some(*value),
        CelValue::Str(text) if matches!(&**text, "NaN" | "Infinity" | "-Infinity") => {
            parse_float(text)
        }
        _ => None,
    }
}

/// An integer in some base, the sign in front.
fn digits(value: &CelValue<'_>, print: fn(u64) -> String) -> Option<String> {
    match value {
        CelValue::Int(value) => {
            let sign = if *value < 0 { "-" } else { "" };
            Some(format!("{sign}{}", print(value.unsigned_abs())))
        }
        CelValue::Uint(value) => Some(print(*value)),
        _ => None,
    }
}

/// A value of any type (`FormatString`).
fn string(value: &CelValue<'_>) -> Formatted {
    match value {
        CelValue::List(list) => list_text(list),
        CelValue::Map(_) => map_text(value),
        _ => match printed(value) {
            Some(Ok(text)) => Ok(text),
            Some(Err(fault)) => {
                Err(format!("could not convert argument {:?} to string", fault.message()))
            }
            None => {
                let name = value.type_name();
                Err(format!(
                    "string clause can only be used on strings, bools, bytes, ints, doubles, \
                     maps, lists, types, durations, and timestamps, was given {name}"
                ))
            }
        },
    }
}

/// A value within a list or map (`clauseForType`, `quoteForCEL`).
fn inner(value: &CelValue<'_>) -> Formatted {
    let text = match value {
        CelValue::Double(number) => match special(*number) {
            Some("NaN") => return Ok("\"NaN\"".to_owned()),
            Some("∞") => return Ok("\"+Inf\"".to_owned()),
            Some(_) => return Ok("\"-Inf\"".to_owned()),
            None => format!("{number:.PRECISION$}"),
        },
        CelValue::Timestamp(_) => format!("timestamp({})", go_quoted(&string(value)?)),
        CelValue::Duration(_) => format!("duration({})", go_quoted(&string(value)?)),
        CelValue::Str(text) => go_quoted(text),
        CelValue::Bytes(_) => format!("b{}", go_quoted(&string(value)?)),
        CelValue::Optional(_) | CelValue::Opaque(_) | CelValue::Preserved(_) => {
            return Err(format!("no formatting function for {}", value.type_name()));
        }
        _ => string(value)?,
    };
    Ok(text)
}

fn list_text(list: &ListValue<'_>) -> Formatted {
    let items = list.iter().map(|item| match item {
        Ok(item) => inner(&item),
        Err(fault) => Err(fault.message().to_owned()),
    });
    Ok(format!("[{}]", items.collect::<Result<Vec<_>, _>>()?.join(", ")))
}

fn map_text(map: &CelValue<'_>) -> Formatted {
    let CelValue::Map(map) = map else { return Err("no map".to_owned()) };
    let mut pairs = Vec::new();
    for (key, value) in map.entries() {
        let key = match &key {
            CelValue::Str(text) => go_quoted(text),
            CelValue::Bool(_) | CelValue::Int(_) | CelValue::Uint(_) => string(&key)?,
            other => {
                let name = other.type_name();
                return Err(format!("no formatting function for map key of type {name}"));
            }
        };
        let value = value.map_err(|fault| fault.message().to_owned())?;
        pairs.push((key, inner(&value)?));
    }
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}:{value}")).collect();
    Ok(format!("{{{}}}", pairs.join(", ")))
}
