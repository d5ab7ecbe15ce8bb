//! The words of an expression.

use std::ops::Range;

use super::CompileError;
use crate::{
    text,
    text::{Text, name},
};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum CelToken {
    /// An operator or bracket.
    Mark(&'static str),
    Name,
    /// The name of a field in backquotes.
    QuotedName,
    True,
    False,
    Null,
    In,
    Int,
    Uint,
    Double,
    /// With its escapes resolved.
    String(String),
    /// With its escapes resolved.
    Bytes(Vec<u8>),
    End,
}

/// A token and the bytes of the expression where it is.
pub(super) type SpannedToken = (CelToken, Range<usize>);

const MARKS: [&str; 25] = [
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "[", "]", "{", "}", "(", ")", ".", ",", "-", "!",
    "?", ":", "+", "*", "/", "%", "`",
];

pub(super) fn lex(text: &str) -> Result<Vec<SpannedToken>, CompileError> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        if matches!(next, ' ' | '\t' | '\r' | '\n' | '\x0c') {
            at += 1;
            continue;
        }
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        let (token, length) = word(rest, at)?;
        words.push((token, at..at + length));
        at += length;
    }
    words.push((CelToken::End, at..at));
    Ok(words)
}

/// The first word of a text, which begins at a byte of the expression, and its length.
fn word(text: &str, at: usize) -> Result<(CelToken, usize), CompileError> {
    if let Some(start) = quote(text) {
        return string(text, start, at);
    }
    let first = text.as_bytes()[0];
    let fraction = first == b'.' && text.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    if first.is_ascii_digit() || fraction {
        return Ok(number(text));
    }
    if first.is_ascii_alphabetic() || first == b'_' {
        let length = count(text, |b| b.is_ascii_alphanumeric() || b == b'_');
        let token = match &text[..length] {
            "true" => CelToken::True,
            "false" => CelToken::False,
            "null" => CelToken::Null,
            "in" => CelToken::In,
            _ => CelToken::Name,
        };
        return Ok((token, length));
    }
    if let Some(rest) = text.strip_prefix('`') {
        let length = count(rest, |b| b.is_ascii_alphanumeric() || b"_.-/ ".contains(&b));
        if length > 0 && rest[length..].starts_with('`') {
            return Ok((CelToken::QuotedName, length + 2));
        }
    }
    if let Some(mark) = MARKS.iter().find(|mark| text.starts_with(**mark)) {
        return Ok((CelToken::Mark(mark), mark.len()));
    }
    let next = text.chars().next().unwrap_or_default();
    let fault =
        CompileError::new(at..at + next.len_utf8(), text!("unexpected character `{}`", next));
    Err(match next {
        '=' => fault.help("compare with `==`"),
        '&' => fault.help("write `&&`"),
        '|' => fault.help("write `||`"),
        '“' | '”' | '‘' | '’' => fault.help("use straight quotes, `'` or `\"`"),
        '#' => fault.help("start a comment with `//`"),
        _ if next.is_whitespace() => {
            let code = name(format!("{:04X}", next as u32));
            CompileError::new(fault.diagnostic.at, text!("unexpected non-ASCII space U+{}", code))
                .help("replace it with an ASCII space")
        }
        _ => fault,
    })
}

fn count(text: &str, belongs: impl Fn(u8) -> bool) -> usize {
    text.bytes().take_while(|b| belongs(*b)).count()
}

/// A number; what follows it directly is the next word.
fn number(text: &str) -> (CelToken, usize) {
    let digits = |text: &str| count(text, |b| b.is_ascii_digit());
    let unsigned = |end: usize| text[end..].starts_with(['u', 'U']);
    let hexadecimal =
        text.strip_prefix("0x").map_or(0, |rest| count(rest, |b| b.is_ascii_hexdigit()));
    if hexadecimal > 0 {
        let end = 2 + hexadecimal;
        return if unsigned(end) { (CelToken::Uint, end + 1) } else { (CelToken::Int, end) };
    }
    let whole = digits(text);
    let mut end = whole;
    if text[end..].starts_with('.') && digits(&text[end + 1..]) > 0 {
        end += 1 + digits(&text[end + 1..]);
    }
    if let Some(rest) = text[end..].strip_prefix(['e', 'E']) {
        let sign = usize::from(rest.starts_with(['+', '-']));
        let exponent = digits(&rest[sign..]);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    match end > whole {
        true => (CelToken::Double, end),
        false if unsigned(whole) => (CelToken::Uint, whole + 1),
        false => (CelToken::Int, whole),
    }
}

/// How a text begins that is quoted.
#[derive(Clone, Copy)]
struct Quote {
    raw: bool,
    bytes: bool,
    /// The prefix letters.
    letters: usize,
}

fn quote(text: &str) -> Option<Quote> {
    let mut quote = Quote { raw: false, bytes: false, letters: 0 };
    let mut rest = text;
    if let Some(after) = rest.strip_prefix(['b', 'B']) {
        (quote.bytes, rest) = (true, after);
    }
    if let Some(after) = rest.strip_prefix(['r', 'R']) {
        (quote.raw, rest) = (true, after);
    }
    quote.letters = text.len() - rest.len();
    rest.starts_with(['"', '\'']).then_some(quote)
}

fn string(text: &str, quote: Quote, at: usize) -> Result<(CelToken, usize), CompileError> {
    let open = &text[quote.letters..];
    let mark = &open[..1];
    let triple = mark.repeat(3);
    let long = open.starts_with(&triple) && end_of(&open[3..], &triple, quote.raw, true).is_some();
    let close = if long { triple.as_str() } else { mark };
    let start = quote.letters + close.len();
    let Some(length) = end_of(&text[start..], close, quote.raw, long) else {
        let line = open.find(['\n', '\r']).unwrap_or(open.len());
        let message = text!("unclosed {}", name(mark));
        return Err(CompileError::new(at..at + quote.letters + line, message)
            .help(text!("add {} where the string ends", name(mark))));
    };
    let content = &text[start..start + length];
    let value =
        if quote.raw { Ok(content.as_bytes().to_vec()) } else { unescape(content, quote.bytes) };
    let value = value.map_err(|(escape, message)| {
        let from = at + start + escape.start;
        CompileError::new(from..from + escape.len(), message)
    })?;
    let token = if quote.bytes {
        CelToken::Bytes(value)
    } else {
        CelToken::String(String::from_utf8_lossy(&value).into_owned())
    };
    Ok((token, start + length + close.len()))
}

/// Where a quoted text closes; only one in triple quotes has several lines.
fn end_of(text: &str, close: &str, raw: bool, lines: bool) -> Option<usize> {
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        if text[at..].starts_with(close) {
            return Some(at);
        }
        match next {
            '\n' | '\r' if !lines => return None,
            '\\' if !raw => at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
            _ => at += next.len_utf8(),
        }
    }
    None
}

/// What an escaped text stands for, or the invalid escape in it.
fn unescape(text: &str, bytes: bool) -> Result<Vec<u8>, (Range<usize>, Text)> {
    let mut value = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        if next != '\\' {
            value.extend_from_slice(next.encode_utf8(&mut [0; 4]).as_bytes());
            at += next.len_utf8();
            continue;
        }
        let (letter, length) = escape(&text[at + 1..], bytes).map_err(|(length, message)| {
            let end = (at + 1 + length).min(text.len());
            let end = (end..=text.len()).find(|end| text.is_char_boundary(*end));
            let range = at..end.unwrap_or(text.len());
            let shown = text[range.clone()].to_owned();
            (range, text!("`{}` {}", shown, name(message)))
        })?;
        // In bytes, a code is one byte.
        match u8::try_from(u32::from(letter)) {
            Ok(byte) if bytes => value.push(byte),
            _ => value.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        at += 1 + length;
    }
    Ok(value)
}

/// What follows a backslash, and its length.
fn escape(text: &str, bytes: bool) -> Result<(char, usize), (usize, &'static str)> {
    const UNKNOWN: &str = "is not a valid escape; write a backslash as `\\\\`";
    let code = |digits: &str, radix: u32| u32::from_str_radix(digits, radix).ok();
    let first = text.bytes().next().unwrap_or(b' ');
    let (start, length, radix) = match first {
        b'x' | b'X' => (1, 2, 16),
        b'u' if !bytes => (1, 4, 16),
        b'U' if !bytes => (1, 8, 16),
        b'0'..=b'3' => (0, 3, 8),
        _ => {
            let plain = b"abfnrtv\\'\"`?";
            let meant = b"\x07\x08\x0c\n\r\t\x0b\\'\"`?";
            let at = plain.iter().position(|letter| *letter == first);
            return at.map(|at| (char::from(meant[at]), 1)).ok_or((1, UNKNOWN));
        }
    };
    let digits = text
        .get(start..start + length)
        .filter(|digits| digits.chars().all(|digit| digit.is_digit(radix)));
    let Some(value) = digits.and_then(|digits| code(digits, radix)) else {
        return Err((start + length, "is too short for an escape sequence"));
    };
    match char::from_u32(value) {
        Some(letter) => Ok((letter, start + length)),
        None => Err((start + length, "is not a valid character")),
    }
}
