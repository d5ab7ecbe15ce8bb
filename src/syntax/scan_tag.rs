//! Tags (`!!str`) and directives (`%YAML`, `%TAG`), both rare.

use super::{
    chars,
    scan::{ScanError, ScanProblem, Scanner, TokenKind, YamlToken},
    tree::NodeStyle,
};
use crate::input::Span;

impl Scanner<'_> {
    pub(super) fn fetch_tag(&mut self) -> Result<(), ScanError> {
        self.save_candidate()?;
        self.key_allowed = false;
        let start = self.pos;
        let (handle, suffix) = if self.byte(1) == b'<' {
            self.pos += 2;
            let suffix = self.scan_uri("", start, ScanProblem::BadTag)?;
            if self.byte(0) != b'>' {
                return self.fault(ScanProblem::BadTag, start);
            }
            self.pos += 1;
            (String::new(), suffix)
        } else {
            self.scan_short_tag(start)?
        };
        if !self.blank_or_end(0) {
            return self.fault(ScanProblem::BadTag, start);
        }
        self.push_tag(TokenKind::Tag, start, handle, suffix);
        Ok(())
    }

    fn push_tag(&mut self, kind: TokenKind, start: usize, handle: String, suffix: String) {
        let value = Span::at(self.tags.len() as u32);
        self.tags.push((handle, suffix));
        let span = self.span_from(start);
        self.push_token(YamlToken { kind, style: NodeStyle::Plain, decoded: false, span, value });
    }

    /// `!suffix`, `!!suffix`, `!handle!suffix` or `!` alone.
    fn scan_short_tag(&mut self, start: usize) -> Result<(String, String), ScanError> {
        let handle = self.scan_handle();
        if handle.len() > 1 && handle.ends_with('!') {
            let suffix = self.scan_uri("", start, ScanProblem::BadTag)?;
            return Ok((handle, suffix));
        }
        let suffix = self.scan_uri(&handle, start, ScanProblem::BadTag)?;
        Ok(if suffix.is_empty() { (suffix, "!".into()) } else { ("!".into(), suffix) })
    }

    /// `!`, `!word` or `!word!`.
    fn scan_handle(&mut self) -> String {
        let start = self.pos;
        self.pos += 1;
        while chars::is_word(self.byte(0)) {
            self.pos += 1;
        }
        if self.byte(0) == b'!' {
            self.pos += 1;
        }
        self.text[start..self.pos].to_owned()
    }

    /// The rest of a tag, after what was taken for a handle.
    fn scan_uri(
        &mut self,
        head: &str,
        start: usize,
        problem: ScanProblem,
    ) -> Result<String, ScanError> {
        let mut bytes = head.get(1..).unwrap_or("").as_bytes().to_vec();
        let mut any = !head.is_empty();
        while chars::is_uri(self.byte(0)) {
            any = true;
            if self.byte(0) == b'%' {
                self.scan_uri_escape(&mut bytes, start, problem)?;
            } else {
                bytes.push(self.byte(0));
                self.pos += 1;
            }
        }
        if !any {
            return self.fault(problem, start);
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// `%C3%A4`: one character, byte by byte.
    fn scan_uri_escape(
        &mut self,
        bytes: &mut Vec<u8>,
        start: usize,
        problem: ScanProblem,
    ) -> Result<(), ScanError> {
        let mut left = 0;
        loop {
            let hex = self.text.get(self.pos + 1..self.pos + 3);
            let octet = hex
                .filter(|hex| self.byte(0) == b'%' && hex.bytes().all(|b| b.is_ascii_hexdigit()))
                .and_then(|hex| u8::from_str_radix(hex, 16).ok());
            let Some(octet) = octet else { return self.fault(problem, start) };
            if left == 0 {
                left = match octet {
                    0..0x80 => 1,
                    0xC0..0xE0 => 2,
                    0xE0..0xF0 => 3,
                    0xF0..0xF8 => 4,
                    _ => return self.fault(problem, start),
                };
            } else if octet & 0xC0 != 0x80 {
                return self.fault(problem, start);
            }
            bytes.push(octet);
            self.pos += 3;
            left -= 1;
            if left == 0 {
                return Ok(());
            }
        }
    }

    pub(super) fn fetch_directive(&mut self) -> Result<(), ScanError> {
        let start = self.pos;
        self.pos += 1;
        let name = self.pos;
        while chars::is_word(self.byte(0)) {
            self.pos += 1;
        }
        if self.pos == name || !self.blank_or_end(0) {
            return self.fault(ScanProblem::BadDirective, start);
        }
        match &self.text[name..self.pos] {
            "YAML" => self.scan_version(start)?,
            "TAG" => self.scan_tag_directive(start)?,
            _ => return self.fault(ScanProblem::BadDirective, start),
        }
        self.skip_blanks();
        if self.byte(0) == b'#' {
            self.skip_comment();
        }
        if !self.break_or_end() {
            return self.fault(ScanProblem::BadDirective, start);
        }
        let length = chars::break_len(self.bytes, self.pos);
        if length > 0 {
            self.skip_break(length);
        }
        Ok(())
    }

    fn skip_blanks(&mut self) {
        while chars::is_blank(self.byte(0)) {
            self.pos += 1;
        }
    }

    fn scan_version(&mut self, start: usize) -> Result<(), ScanError> {
        self.skip_blanks();
        let major = self.scan_number(start)?;
        if self.byte(0) != b'.' {
            return self.fault(ScanProblem::BadDirective, start);
        }
        self.pos += 1;
        let minor = self.scan_number(start)?;
        let span = self.span_from(start);
        let value = Span::new(major, minor);
        let kind = TokenKind::Version;
        self.push_token(YamlToken { kind, style: NodeStyle::Plain, decoded: false, span, value });
        Ok(())
    }

    fn scan_number(&mut self, start: usize) -> Result<u32, ScanError> {
        let from = self.pos;
        while self.byte(0).is_ascii_digit() {
            if self.pos - from == 2 {
                return self.fault(ScanProblem::BadDirective, start);
            }
            self.pos += 1;
        }
        match self.text[from..self.pos].parse() {
            Ok(number) => Ok(number),
            Err(_) => self.fault(ScanProblem::BadDirective, start),
        }
    }

    fn scan_tag_directive(&mut self, start: usize) -> Result<(), ScanError> {
        self.skip_blanks();
        if self.byte(0) != b'!' {
            return self.fault(ScanProblem::BadDirective, start);
        }
        let handle = self.scan_handle();
        if !(handle.ends_with('!') && chars::is_blank(self.byte(0))) {
            return self.fault(ScanProblem::BadDirective, start);
        }
        self.skip_blanks();
        let prefix = self.scan_uri("", start, ScanProblem::BadDirective)?;
        if !self.blank_or_end(0) {
            return self.fault(ScanProblem::BadDirective, start);
        }
        self.push_tag(TokenKind::TagDirective, start, handle, prefix);
        Ok(())
    }
}
