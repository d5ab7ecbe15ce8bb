//! Scalars: plain, in quotes, and the indented texts after `|` and `>`.

use super::{
    chars,
    scan::{ScanError, ScanProblem, Scanner, TokenKind, YamlToken},
    tree::NodeStyle,
};
use crate::input::Span;

/// What happens to the line breaks at the end of a block scalar.
#[derive(Clone, Copy, PartialEq)]
enum Chomp {
    Strip,
    Clip,
    Keep,
}

/// So many bytes of a line are looked at in one go.
const PART: usize = 512;

/// Collects a value: a range of the text as long as it is written as it reads, decoded from the
/// first difference on.
struct Collected {
    start: usize,
    /// Where the value's part in the decoded strings begins, once there is one.
    decoded: Option<usize>,
}

impl Scanner<'_> {
    fn scalar(&self, style: NodeStyle, span: Span, value: &Collected, end: usize) -> YamlToken {
        let (decoded, value) = match value.decoded {
            Some(start) => (true, Span::new(start as u32, self.decoded.len() as u32)),
            None => (false, Span::new(value.start as u32, end as u32)),
        };
        YamlToken { kind: TokenKind::Scalar, style, decoded, span, value }
    }

    /// Switches to decoded text; what is between the start and `end` is copied.
    fn decode(&mut self, value: &mut Collected, end: usize) {
        if value.decoded.is_none() {
            value.decoded = Some(self.decoded.len());
            self.decoded.push_str(&self.text[value.start..end]);
        }
    }

    /// Appends what blanks and line breaks from `from` to `to` fold into: one break is a space,
    /// more are one fewer.
    fn fold(&mut self, from: usize, to: usize) {
        let mut breaks = 0;
        let mut at = from;
        let mut first_is_feed = true;
        while at < to {
            let length = chars::break_len(self.bytes, at);
            if length == 0 {
                at += 1;
                continue;
            }
            let text = chars::break_text(self.bytes, at);
            if breaks == 0 {
                first_is_feed = text == "\n";
            }
            if breaks > 0 || !first_is_feed {
                self.decoded.push_str(text);
            }
            breaks += 1;
            at += length;
        }
        if breaks == 1 && first_is_feed {
            self.decoded.push(' ');
        }
    }

    /// Whether `---` or `...` begins here, at the start of a line.
    fn at_marker(&self) -> bool {
        self.pos == self.line
            && matches!(self.byte(0), b'-' | b'.')
            && (self.bytes[self.pos..].starts_with(b"---")
                || self.bytes[self.pos..].starts_with(b"..."))
            && self.blank_or_end(3)
    }

    pub(super) fn scan_plain(&mut self) -> Result<YamlToken, ScanError> {
        let start = self.pos;
        let indent = self.indent + 1;
        let mut value = Collected { start, decoded: None };
        let mut end = start;
        let mut broken = false;
        loop {
            if self.at_marker() || self.byte(0) == b'#' {
                break;
            }
            let run = self.pos;
            self.skip_plain_run();
            if self.pos > run {
                if broken {
                    self.decode(&mut value, end);
                    self.fold(end, run);
                    broken = false;
                } else if value.decoded.is_some() {
                    self.decoded.push_str(&self.text[end..run]);
                }
                if value.decoded.is_some() {
                    self.decoded.push_str(&self.text[run..self.pos]);
                }
                end = self.pos;
            }
            if self.at_end() || !self.blank_or_end(0) {
                break;
            }
            self.skip_plain_gap(start, indent, &mut broken)?;
            if self.flow == 0 && ((self.pos - self.line) as i32) < indent {
                break;
            }
        }
        if broken {
            self.key_allowed = true;
        }
        let span = Span::new(start as u32, end as u32);
        Ok(self.scalar(NodeStyle::Plain, span, &value, end))
    }

    /// Steps over what cannot end a plain scalar.
    fn skip_plain_run(&mut self) {
        let stops = chars::ends_of_plain(self.flow > 0);
        loop {
            let rest = &self.bytes[self.pos..];
            let Some(found) = rest.iter().position(|b| stops(*b)) else {
                self.pos = self.bytes.len();
                return;
            };
            self.pos += found;
            let ends = match self.byte(0) {
                b':' => self.blank_or_end(1),
                // One blank between words.
                b' ' => self.bytes.get(self.pos + 1).is_none_or(|b| stops(*b) || *b == b'#'),
                0xC2 | 0xE2 => chars::break_len(self.bytes, self.pos) > 0,
                _ => true,
            };
            if ends {
                return;
            }
            self.pos += 1;
        }
    }

    /// Steps over blanks and line breaks inside or after a plain scalar.
    fn skip_plain_gap(
        &mut self,
        start: usize,
        indent: i32,
        broken: &mut bool,
    ) -> Result<(), ScanError> {
        loop {
            let byte = self.byte(0);
            if chars::is_blank(byte) {
                if *broken && byte == b'\t' && ((self.pos - self.line) as i32) < indent {
                    return self.fault(ScanProblem::TabInPlain, start);
                }
                self.pos += 1;
                continue;
            }
            match chars::break_len(self.bytes, self.pos) {
                0 => return Ok(()),
                n => self.skip_break(n),
            }
            *broken = true;
        }
    }

    pub(super) fn scan_quoted(&mut self, quote: u8) -> Result<YamlToken, ScanError> {
        let start = self.pos;
        self.pos += 1;
        let mut value = Collected { start: self.pos, decoded: None };
        loop {
            if self.at_marker() {
                return self.fault(ScanProblem::MarkerInQuotes, start);
            }
            if self.at_end() {
                return self.fault(ScanProblem::OpenQuote, start);
            }
            let mut broken = self.skip_quoted_run(quote, start, &mut value)?;
            if self.byte(0) == quote && !self.at_end() {
                break;
            }
            let gap = self.pos;
            let escaped = broken;
            let mut breaks = false;
            loop {
                if chars::is_blank(self.byte(0)) {
                    self.pos += 1;
                    continue;
                }
                match chars::break_len(self.bytes, self.pos) {
                    0 => break,
                    n => self.skip_break(n),
                }
                broken = true;
                breaks = true;
            }
            self.join_quoted(&mut value, gap, escaped, broken && breaks);
        }
        let end = self.pos;
        self.pos += 1;
        let style = if quote == b'"' { NodeStyle::DoubleQuoted } else { NodeStyle::SingleQuoted };
        Ok(self.scalar(style, self.span_from(start), &value, end))
    }

    /// Appends what the blanks and line breaks since `gap` stand for.
    fn join_quoted(&mut self, value: &mut Collected, gap: usize, escaped: bool, breaks: bool) {
        if escaped {
            // After an escaped line break blanks vanish and further breaks stay.
            let mut at = gap;
            while at < self.pos {
                match chars::break_len(self.bytes, at) {
                    0 => at += 1,
                    n => {
                        self.decoded.push_str(chars::break_text(self.bytes, at));
                        at += n;
                    }
                }
            }
        } else if breaks {
            self.decode(value, gap);
            self.fold(gap, self.pos);
        } else if value.decoded.is_some() {
            self.decoded.push_str(&self.text[gap..self.pos]);
        }
    }

    /// Reads up to a blank, a line break or the closing quote; true if a line break was escaped.
    fn skip_quoted_run(
        &mut self,
        quote: u8,
        start: usize,
        value: &mut Collected,
    ) -> Result<bool, ScanError> {
        loop {
            let run = self.pos;
            let rest = &self.bytes[run..];
            let stop =
                |b: &u8| *b == quote || *b == b'\\' || chars::is_blank(*b) || chars::may_break(*b);
            self.pos += rest.iter().position(stop).unwrap_or(rest.len());
            // One blank between words.
            while self.byte(0) == b' ' && self.bytes.get(self.pos + 1).is_some_and(|b| !stop(b)) {
                let rest = &self.bytes[self.pos + 1..];
                self.pos += 1 + rest.iter().position(stop).unwrap_or(rest.len());
            }
            if value.decoded.is_some() {
                self.decoded.push_str(&self.text[run..self.pos]);
            }
            let byte = self.byte(0);
            if self.blank_or_end(0) {
                return Ok(false);
            } else if byte == quote && quote == b'\'' && self.byte(1) == b'\'' {
                self.decode(value, self.pos);
                self.decoded.push('\'');
                self.pos += 2;
            } else if byte == quote {
                return Ok(false);
            } else if byte == b'\\' && quote == b'"' {
                self.decode(value, self.pos);
                let length = chars::break_len(self.bytes, self.pos + 1);
                if length > 0 {
                    self.skip_break(1 + length);
                    return Ok(true);
                }
                self.scan_escape(start)?;
            } else {
                // A backslash in single quotes, or the lead of a wide character.
                let width = self.text[self.pos..].chars().next().map_or(1, char::len_utf8);
                if value.decoded.is_some() {
                    self.decoded.push_str(&self.text[self.pos..self.pos + width]);
                }
                self.pos += width;
            }
        }
    }

    fn scan_escape(&mut self, start: usize) -> Result<(), ScanError> {
        let digits = match self.byte(1) {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            other => {
                let Some(c) = escaped(other) else {
                    return self.fault(ScanProblem::BadEscape, start);
                };
                self.decoded.push(c);
                self.pos += 2;
                return Ok(());
            }
        };
        let escape = self.pos;
        self.pos += 2;
        let Some(hex) = self.text.get(self.pos..self.pos + digits).filter(|hex| is_hex(hex)) else {
            return self.fault(ScanProblem::BadHex, start);
        };
        let Some(c) = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32) else {
            self.pos = escape + 2;
            return self.fault(ScanProblem::BadCodePoint, start);
        };
        self.decoded.push(c);
        self.pos += digits;
        Ok(())
    }

    pub(super) fn scan_block(&mut self, literal: bool) -> Result<YamlToken, ScanError> {
        let start = self.pos;
        let (chomp, increment) = self.scan_block_header(start)?;
        let mut indent = match increment {
            0 => None,
            n => Some(self.indent.max(0) + n),
        };
        let mut value = Collected { start: self.pos, decoded: Some(self.decoded.len()) };
        let mut end = self.pos.min(chars::line_end(self.bytes, start));
        let mut breaks = String::new();
        let mut lead = "";
        let mut led_by_blank = false;
        let column = self.skip_block_indent(&mut indent, &mut breaks, start)?;
        while (self.pos - self.line) as i32 == column && !self.at_end() {
            let blank = chars::is_blank(self.byte(0));
            if !literal && lead == "\n" && !led_by_blank && !blank {
                if breaks.is_empty() {
                    self.decoded.push(' ');
                }
            } else {
                self.decoded.push_str(lead);
            }
            self.decoded.push_str(&breaks);
            breaks.clear();
            led_by_blank = blank;
            let from = self.pos;
            self.skip_line();
            self.decoded.push_str(&self.text[from..self.pos]);
            end = self.pos;
            lead = "";
            let length = chars::break_len(self.bytes, self.pos);
            if length > 0 {
                lead = chars::break_text(self.bytes, self.pos);
                self.skip_break(length);
            }
            self.skip_block_indent(&mut indent, &mut breaks, start)?;
        }
        if chomp != Chomp::Strip {
            self.decoded.push_str(lead);
        }
        if chomp == Chomp::Keep {
            self.decoded.push_str(&breaks);
        }
        value.start = start;
        let style = if literal { NodeStyle::Literal } else { NodeStyle::Folded };
        let span = Span::new(start as u32, end.max(start + 1) as u32);
        Ok(self.scalar(style, span, &value, end))
    }

    /// Steps to the end of the line.
    pub(super) fn skip_line(&mut self) {
        loop {
            // Part by part: what is not there is not searched for in the whole text.
            let rest = &self.bytes[self.pos..];
            let part = &rest[..rest.len().min(PART)];
            let end = memchr::memchr2(b'\n', b'\r', part).unwrap_or(part.len());
            let wide = memchr::memchr2(0xC2, 0xE2, &part[..end]);
            self.pos += wide.unwrap_or(end);
            if self.break_or_end() {
                return;
            }
            self.pos += usize::from(wide.is_some());
        }
    }

    /// Reads `|` or `>` and what is after it: how the end is chomped, the indentation asked.
    fn scan_block_header(&mut self, start: usize) -> Result<(Chomp, i32), ScanError> {
        self.pos += 1;
        let mut chomp = Chomp::Clip;
        let mut increment = 0;
        for _ in 0..2 {
            match self.byte(0) {
                b'+' if chomp == Chomp::Clip => chomp = Chomp::Keep,
                b'-' if chomp == Chomp::Clip => chomp = Chomp::Strip,
                digit @ b'1'..=b'9' if increment == 0 => increment = i32::from(digit - b'0'),
                _ => break,
            }
            self.pos += 1;
        }
        while chars::is_blank(self.byte(0)) {
            self.pos += 1;
        }
        if self.byte(0) == b'#' {
            self.skip_comment();
        }
        if !self.break_or_end() {
            return self.fault(ScanProblem::BadBlockHeader, start);
        }
        let length = chars::break_len(self.bytes, self.pos);
        if length > 0 {
            self.skip_break(length);
        }
        Ok((chomp, increment))
    }

    /// Steps over the indentation and empty lines in front of a line of a block scalar. The
    /// first line with content sets the indentation if it is not given.
    fn skip_block_indent(
        &mut self,
        indent: &mut Option<i32>,
        breaks: &mut String,
        start: usize,
    ) -> Result<i32, ScanError> {
        let mut widest = 0;
        loop {
            let inside = |scanner: &Self| {
                indent.is_none_or(|indent| ((scanner.pos - scanner.line) as i32) < indent)
            };
            while inside(self) && self.byte(0) == b' ' {
                self.pos += 1;
            }
            widest = widest.max((self.pos - self.line) as i32);
            if inside(self) && self.byte(0) == b'\t' {
                return self.fault(ScanProblem::TabInBlock, start);
            }
            let length = chars::break_len(self.bytes, self.pos);
            if length == 0 {
                break;
            }
            breaks.push_str(chars::break_text(self.bytes, self.pos));
            self.skip_break(length);
        }
        Ok(*indent.get_or_insert(widest.max(self.indent + 1).max(1)))
    }
}

/// The character that a backslash and this byte stand for.
const fn escaped(byte: u8) -> Option<char> {
    Some(match byte {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{B}',
        b'f' => '\u{C}',
        b'r' => '\r',
        b'e' => '\u{1B}',
        b' ' => ' ',
        b'"' => '"',
        b'\'' => '\'',
        b'\\' => '\\',
        b'N' => '\u{85}',
        b'_' => '\u{A0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        _ => return None,
    })
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_hexdigit())
}
