//! JSON, which kubectl reads as such where a text begins with `{`: several values may follow each
//! other, tabs may indent, and strings may hold `\/` and surrogate pairs, which YAML knows not.

use indexmap::IndexMap;

use super::{
    events::{Event, EventKind, ParsedDocument, UNKNOWN, YamlTag},
    scan::LastScalar,
    tree::NodeStyle,
};
use crate::input::Span;

/// Levels of nesting beyond which Go's reader gives up (`encoding/json`).
const MAX_DEPTH: usize = 10_000;

/// The JSON values that a text begins with, one after the other; and where they end.
pub(super) struct Stream {
    pub(super) values: Vec<(Span, ParsedDocument)>,
    pub(super) end: usize,
}

/// Whether kubectl takes a text for JSON.
pub(super) fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Reads values until the end or until something is not JSON.
pub(super) fn stream(text: &str) -> Stream {
    let mut values = Vec::new();
    let mut end = 0;
    loop {
        let mut reader = JsonReader {
            text,
            bytes: text.as_bytes(),
            pos: end,
            events: Vec::new(),
            decoded: String::new(),
            open: Vec::new(),
        };
        reader.blanks();
        let start = reader.pos;
        if reader.value().is_none() {
            return Stream { values, end };
        }
        end = reader.pos;
        let span = Span::new(start as u32, end as u32);
        values.push((span, parsed(reader, span)));
    }
}

fn parsed(reader: JsonReader<'_>, span: Span) -> ParsedDocument {
    ParsedDocument {
        events: reader.events,
        decoded: reader.decoded,
        comments: Vec::new(),
        marks: IndexMap::new(),
        fault: None,
        rest: None,
        last_scalar: LastScalar { span, style: NodeStyle::Plain },
        long_quote: None,
        reached: span.end,
    }
}

struct JsonReader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    pos: usize,
    events: Vec<Event>,
    decoded: String,
    /// The events of open collections.
    open: Vec<usize>,
}

impl JsonReader<'_> {
    fn byte(&self) -> u8 {
        self.bytes.get(self.pos).copied().unwrap_or(0)
    }

    fn blanks(&mut self) {
        while matches!(self.byte(), b' ' | b'\t' | b'\r' | b'\n') {
            self.pos += 1;
        }
    }

    fn push(&mut self, kind: EventKind, style: NodeStyle, span: Span, value: Span, decoded: bool) {
        let tag = YamlTag::None;
        self.events.push(Event {
            kind,
            style,
            tag,
            decoded,
            span,
            from: value.start,
            to: value.end,
        });
    }

    /// One value with all that it holds; None if it is not JSON.
    fn value(&mut self) -> Option<()> {
        loop {
            self.blanks();
            let complete = match self.byte() {
                b'{' => self.open(EventKind::Map)?,
                b'[' => self.open(EventKind::List)?,
                b'"' => self.string().map(|()| true)?,
                _ => self.literal().map(|()| true)?,
            };
            if complete && self.leave()? {
                return Some(());
            }
        }
    }

    /// Opens a collection, up to where its first value begins; an empty one is closed at
    /// once, which gives true.
    fn open(&mut self, kind: EventKind) -> Option<bool> {
        let span = Span::new(self.pos as u32, self.pos as u32 + 1);
        self.pos += 1;
        self.open.push(self.events.len());
        self.push(kind, NodeStyle::Flow, span, Span::at(UNKNOWN), false);
        if self.open.len() > MAX_DEPTH {
            return None;
        }
        self.blanks();
        match (kind, self.byte()) {
            (EventKind::Map, b'}') | (EventKind::List, b']') => {
                self.close();
                return Some(true);
            }
            (EventKind::Map, _) => self.key()?,
            _ => {}
        }
        Some(false)
    }

    fn close(&mut self) {
        self.pos += 1;
        let end = self.events.len() as u32;
        self.push(EventKind::End, NodeStyle::Flow, Span::at(self.pos as u32), Span::at(0), false);
        if let Some(start) = self.open.pop() {
            self.events[start].from = end;
            self.events[start].span.end = self.pos as u32;
        }
    }

    /// After a value: closes what ends here, up to where the next value begins. True at the end
    /// of the outermost one.
    fn leave(&mut self) -> Option<bool> {
        while let Some(open) = self.open.last() {
            let map = self.events[*open].kind == EventKind::Map;
            self.blanks();
            match self.byte() {
                b',' => {
                    self.pos += 1;
                    self.blanks();
                    if map {
                        self.key()?;
                    }
                    return Some(false);
                }
                b'}' if map => self.close(),
                b']' if !map => self.close(),
                _ => return None,
            }
        }
        Some(true)
    }

    /// A key and its colon.
    fn key(&mut self) -> Option<()> {
        if self.byte() != b'"' {
            return None;
        }
        self.string()?;
        self.blanks();
        (self.byte() == b':').then(|| self.pos += 1)
    }

    fn string(&mut self) -> Option<()> {
        let start = self.pos;
        self.pos += 1;
        let mut run = self.pos;
        let from = self.decoded.len();
        let mut decoded = false;
        loop {
            let rest = &self.bytes[self.pos..];
            self.pos += rest.iter().position(|b| matches!(b, b'"' | b'\\' | 0..0x20))?;
            match self.byte() {
                b'"' => break,
                b'\\' => {
                    decoded = true;
                    self.decoded.push_str(&self.text[run..self.pos]);
                    let c = self.escape()?;
                    self.decoded.push(c);
                    run = self.pos;
                }
                _ => return None,
            }
        }
        let mut value = Span::new(start as u32 + 1, self.pos as u32);
        if decoded {
            self.decoded.push_str(&self.text[run..self.pos]);
            value = Span::new(from as u32, self.decoded.len() as u32);
        }
        self.pos += 1;
        let span = Span::new(start as u32, self.pos as u32);
        self.push(EventKind::Scalar, NodeStyle::DoubleQuoted, span, value, decoded);
        Some(())
    }

    /// The character that an escape stands for. A lone surrogate is the replacement character.
    fn escape(&mut self) -> Option<char> {
        let letter = *self.bytes.get(self.pos + 1)?;
        self.pos += 2;
        Some(match letter {
            b'"' | b'\\' | b'/' => letter as char,
            b'b' => '\u{8}',
            b'f' => '\u{C}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                if (0xD800..0xDC00).contains(&unit) && self.bytes[self.pos..].starts_with(b"\\u") {
                    let here = self.pos;
                    self.pos += 2;
                    let low = self.unit()?;
                    if (0xDC00..0xE000).contains(&low) {
                        let pair = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                        return char::from_u32(pair);
                    }
                    self.pos = here;
                }
                char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u32> {
        let hex = self.text.get(self.pos..self.pos + 4)?;
        self.pos += 4;
        let digits = hex.bytes().all(|b| b.is_ascii_hexdigit());
        u32::from_str_radix(hex, 16).ok().filter(|_| digits)
    }

    /// A number, `true`, `false` or `null`.
    fn literal(&mut self) -> Option<()> {
        let start = self.pos;
        let rest = &self.bytes[start..];
        let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
        self.pos += rest.iter().position(|b| !part(b)).unwrap_or(rest.len());
        let text = &self.text[start..self.pos];
        if !matches!(text, "true" | "false" | "null") && !is_number(text) {
            return None;
        }
        let span = Span::new(start as u32, self.pos as u32);
        self.push(EventKind::Scalar, NodeStyle::Plain, span, span, false);
        Some(())
    }
}

/// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`, and not beyond all floats.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let exponent = exponent.map(|e| e.strip_prefix(['+', '-']).unwrap_or(e));
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_json_is_json() {
        let whole = |text: &str| stream(text).end == text.trim_end().len();
        for good in [
            "{}",
            "{\"a\": [1, -0.5e+3, true, null, \"\\/\\ud83d\\ude00\"], \"b\": {}}",
            "{\"a\":1}\n{\"a\":2}",
        ] {
            assert!(whole(good), "{good}");
        }
        for bad in [
            "{a: 1}",
            "{\"a\": 01}",
            "{\"a\": 1,}",
            "{\"a\" 1}",
            "[1",
            "{\"a\": \"\n\"}",
            "{\"a\": yes}",
            "{,}",
        ] {
            assert!(!whole(bad), "{bad}");
        }
        assert_eq!(stream("{\"a\":1} {\"b\": x}").values.len(), 1);
    }
}
