//! Text to tokens, by the rules of the reader that Kubernetes uses.
//!
//! YAML 1.1 as `go.yaml.in/yaml/v2` reads it: which texts are refused, and where, is the same;
//! only so is a document that passes here read by the API server, too.

use std::collections::VecDeque;

use super::{chars, tree::NodeStyle};
use crate::input::Span;

/// Levels of brackets, and of indentation, beyond which Kubernetes gives up.
const MAX_DEPTH: usize = 10_000;
/// A key and its colon must be within so many characters.
const MAX_KEY: usize = 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    StreamEnd,
    /// `%YAML`, with its two numbers in `value`.
    Version,
    /// `%TAG`, with an index into [`Scanner::tags`] in `value.start`.
    TagDirective,
    DocumentStart,
    DocumentEnd,
    BlockSequence,
    BlockMapping,
    BlockEnd,
    FlowSequence,
    FlowSequenceEnd,
    FlowMapping,
    FlowMappingEnd,
    Dash,
    Comma,
    Key,
    Colon,
    Alias,
    Anchor,
    /// With an index into [`Scanner::tags`] in `value.start`.
    Tag,
    Scalar,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct YamlToken {
    pub(super) kind: TokenKind,
    pub(super) style: NodeStyle,
    /// Whether `value` is a range of the decoded strings instead of the text.
    pub(super) decoded: bool,
    pub(super) span: Span,
    pub(super) value: Span,
}

/// Which part of the reader noticed the fault; it decides which line Kubernetes names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParserStage {
    Scanner,
    Parser,
}

/// What the reader stumbled over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScanProblem {
    /// A text where a key must be, but no colon after it on its line.
    NoColon,
    /// A colon where no key can be.
    StrayColon,
    /// A `- ` where no list item can be.
    StrayDash,
    /// A `? ` where no key can be.
    StrayQuestion,
    /// A character that nothing can begin with, such as a tab, `@` or a backtick.
    BadStart,
    /// A tab in the indentation of a value's further lines.
    TabInPlain,
    /// A tab in the indentation of a `|` or `>` text.
    TabInBlock,
    /// `---` or `...` inside quotes.
    MarkerInQuotes,
    /// The text ends inside quotes.
    OpenQuote,
    BadEscape,
    BadHex,
    BadCodePoint,
    /// The name of an anchor or alias.
    BadAnchor,
    BadTag,
    BadDirective,
    /// Text after `|` or `>`.
    BadBlockHeader,
    TooDeep,
    /// Something other than a key in a block map.
    NoKey,
    /// Something other than `- ` in a block list.
    NoDash,
    /// Neither `,` nor `]`.
    OpenSequence,
    /// Neither `,` nor `}`.
    OpenMapping,
    /// Nothing where a value must be.
    NoValue,
    UnknownTagHandle,
    /// Directives without `---`.
    NoDocumentStart,
    WrongVersion,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct ScanError {
    pub(super) stage: ParserStage,
    pub(super) problem: ScanProblem,
    /// Where the reader gave up.
    pub(super) at: u32,
    /// Where the construct began that it was reading.
    pub(super) context: u32,
    /// Whether the reader had counted a line more: at the end of a text without final break.
    pub(super) past_end: bool,
}

/// A place where a key may have begun; known when its colon is met.
#[derive(Clone, Copy)]
struct SimpleKey {
    possible: bool,
    required: bool,
    token: usize,
    at: usize,
    /// The start of its line.
    line: usize,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct LastScalar {
    pub(super) span: Span,
    pub(super) style: NodeStyle,
}

pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) pos: usize,
    pub(super) line: usize,
    /// The column of the innermost block collection, -1 outside of any.
    pub(super) indent: i32,
    indents: Vec<i32>,
    /// Levels of open brackets.
    pub(super) flow: usize,
    pub(super) key_allowed: bool,
    /// One a level of brackets, and one outside of all.
    candidates: Vec<SimpleKey>,
    /// The numbers of tokens that wait for a colon, with their levels.
    waiting: VecDeque<(usize, usize)>,
    tokens: VecDeque<YamlToken>,
    /// How many tokens were taken.
    taken: usize,
    ended: bool,
    /// Whether the text ended without a line break: Kubernetes counts one all the same.
    pub(super) cut_off: bool,
    /// The last scalar that was met.
    pub(super) last_scalar: LastScalar,
    /// The last one in quotes that crossed a line.
    pub(super) long_quote: Option<Span>,
    pub(super) comments: Vec<Span>,
    /// Strings that differ from the text they are written as.
    pub(super) decoded: String,
    /// Handles and suffixes of tags and tag directives.
    pub(super) tags: Vec<(String, String)>,
}

impl<'t> Scanner<'t> {
    /// Scans `text` from byte `from` on, which begins a line.
    pub(super) fn new(text: &'t str, from: usize) -> Scanner<'t> {
        let nothing =
            SimpleKey { possible: false, required: false, token: 0, at: from, line: from };
        Scanner {
            text,
            bytes: text.as_bytes(),
            pos: from,
            line: from,
            indent: -1,
            indents: Vec::new(),
            flow: 0,
            key_allowed: true,
            candidates: vec![nothing],
            waiting: VecDeque::new(),
            tokens: VecDeque::new(),
            taken: 0,
            ended: false,
            cut_off: false,
            last_scalar: LastScalar { span: Span::at(from as u32), style: NodeStyle::Plain },
            long_quote: None,
            comments: Vec::new(),
            decoded: String::new(),
            tags: Vec::new(),
        }
    }

    /// The next token, which stays the next one.
    pub(super) fn peek(&mut self) -> Result<YamlToken, ScanError> {
        loop {
            if let Some(front) = self.tokens.front().copied()
                && !self.front_may_be_key()?
            {
                return Ok(front);
            }
            self.fetch()?;
        }
    }

    /// Takes the token that was peeked.
    pub(super) fn skip(&mut self) {
        self.tokens.pop_front();
        self.taken += 1;
    }

    /// Whether the next token may still turn out to begin a key.
    fn front_may_be_key(&mut self) -> Result<bool, ScanError> {
        while let Some(&(token, level)) = self.waiting.front() {
            if token > self.taken {
                break;
            }
            if token == self.taken && self.still_key(level)? {
                return Ok(true);
            }
            self.waiting.pop_front();
        }
        Ok(false)
    }

    pub(super) fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.pos + ahead).copied().unwrap_or(0)
    }

    pub(super) fn at_end(&self) -> bool {
        self.pos >= self.bytes.len()
    }

    fn column(&self) -> i32 {
        (self.pos - self.line) as i32
    }

    /// Whether a blank, a line break or the end is `ahead` bytes from here.
    pub(super) fn blank_or_end(&self, ahead: usize) -> bool {
        match self.bytes.get(self.pos + ahead) {
            None => true,
            Some(b) => chars::is_blank(*b) || chars::break_len(self.bytes, self.pos + ahead) > 0,
        }
    }

    pub(super) fn break_or_end(&self) -> bool {
        self.at_end() || chars::break_len(self.bytes, self.pos) > 0
    }

    pub(super) fn fault<T>(&self, problem: ScanProblem, context: usize) -> Result<T, ScanError> {
        let at = self.pos.min(self.bytes.len()) as u32;
        let context = context as u32;
        Err(ScanError { stage: ParserStage::Scanner, problem, at, context, past_end: self.cut_off })
    }

    pub(super) fn span_from(&self, start: usize) -> Span {
        Span::new(start as u32, self.pos as u32)
    }

    fn push(&mut self, kind: TokenKind, span: Span) {
        self.push_token(YamlToken {
            kind,
            style: NodeStyle::Plain,
            decoded: false,
            span,
            value: span,
        });
    }

    pub(super) fn push_token(&mut self, token: YamlToken) {
        self.tokens.push_back(token);
    }

    /// Takes `length` bytes as a token.
    fn push_next(&mut self, kind: TokenKind, length: usize) {
        let start = self.pos;
        self.pos += length;
        self.push(kind, self.span_from(start));
    }

    /// Steps over a line break.
    pub(super) fn skip_break(&mut self, length: usize) {
        self.pos += length;
        self.line = self.pos;
    }

    fn fetch(&mut self) -> Result<(), ScanError> {
        self.skip_to_token();
        self.unroll(self.column());
        let Some(&first) = self.bytes.get(self.pos) else { return self.fetch_end() };
        if self.pos == self.line && self.fetch_marker(first)? {
            return Ok(());
        }
        let in_flow = self.flow > 0;
        match first {
            b'[' => self.fetch_open(TokenKind::FlowSequence),
            b'{' => self.fetch_open(TokenKind::FlowMapping),
            b']' => self.fetch_close(TokenKind::FlowSequenceEnd),
            b'}' => self.fetch_close(TokenKind::FlowMappingEnd),
            b',' => self.fetch_comma(),
            b'-' if self.blank_or_end(1) => self.fetch_dash(),
            b'?' if in_flow || self.blank_or_end(1) => self.fetch_question(),
            b':' if in_flow || self.blank_or_end(1) => self.fetch_colon(),
            b'*' => self.fetch_anchor(TokenKind::Alias),
            b'&' => self.fetch_anchor(TokenKind::Anchor),
            b'!' => self.fetch_tag(),
            b'|' | b'>' if !in_flow => self.fetch_block_scalar(first == b'|'),
            b'\'' | b'"' => self.fetch_quoted(first),
            b'#' | b'|' | b'>' | b'%' | b'@' | b'`' | b'\t' => {
                self.fault(ScanProblem::BadStart, self.pos)
            }
            _ => self.fetch_plain(),
        }
    }

    /// Steps over blanks, comments and line breaks.
    fn skip_to_token(&mut self) {
        loop {
            let tabs = self.flow > 0 || !self.key_allowed;
            while self.byte(0) == b' ' || (tabs && self.byte(0) == b'\t') {
                self.pos += 1;
            }
            if self.byte(0) == b'#' {
                self.skip_comment();
            }
            match chars::break_len(self.bytes, self.pos) {
                0 => return,
                n => self.skip_break(n),
            }
            if self.flow == 0 {
                self.key_allowed = true;
            }
        }
    }

    /// Steps over a comment, up to the end of its line.
    pub(super) fn skip_comment(&mut self) {
        let start = self.pos;
        self.skip_line();
        self.comments.push(self.span_from(start));
    }

    /// Directives and document markers, which begin a line.
    fn fetch_marker(&mut self, first: u8) -> Result<bool, ScanError> {
        let kind = match first {
            b'%' => {
                self.begin_marker()?;
                self.fetch_directive()?;
                return Ok(true);
            }
            b'-' if self.bytes[self.pos..].starts_with(b"---") => TokenKind::DocumentStart,
            b'.' if self.bytes[self.pos..].starts_with(b"...") => TokenKind::DocumentEnd,
            _ => return Ok(false),
        };
        if !self.blank_or_end(3) {
            return Ok(false);
        }
        self.begin_marker()?;
        self.push_next(kind, 3);
        Ok(true)
    }

    fn begin_marker(&mut self) -> Result<(), ScanError> {
        self.unroll(-1);
        self.drop_candidate()?;
        self.key_allowed = false;
        Ok(())
    }

    fn fetch_end(&mut self) -> Result<(), ScanError> {
        if self.ended {
            // The end stays the next token forever.
            self.push(TokenKind::StreamEnd, self.span_from(self.pos));
            return Ok(());
        }
        // The end counts as a new line, so that no key can reach over it.
        self.cut_off = self.pos != self.line;
        self.line = self.pos;
        self.unroll(-1);
        self.drop_candidate()?;
        self.key_allowed = false;
        self.ended = true;
        self.push(TokenKind::StreamEnd, self.span_from(self.pos));
        Ok(())
    }

    fn fetch_open(&mut self, kind: TokenKind) -> Result<(), ScanError> {
        self.save_candidate()?;
        let nothing = SimpleKey {
            possible: false,
            required: false,
            token: self.taken + self.tokens.len(),
            at: self.pos,
            line: self.line,
        };
        self.candidates.push(nothing);
        self.flow += 1;
        if self.flow > MAX_DEPTH {
            return self.fault(ScanProblem::TooDeep, self.pos);
        }
        self.key_allowed = true;
        self.push_next(kind, 1);
        Ok(())
    }

    fn fetch_close(&mut self, kind: TokenKind) -> Result<(), ScanError> {
        self.drop_candidate()?;
        if self.flow > 0
            && let Some(inner) = self.candidates.pop()
        {
            self.flow -= 1;
            // Empty brackets share their number with the key they may be: that key is then
            // waited for no more, as in Kubernetes' reader.
            self.forget(inner.token);
        }
        self.key_allowed = false;
        self.push_next(kind, 1);
        Ok(())
    }

    fn fetch_comma(&mut self) -> Result<(), ScanError> {
        self.drop_candidate()?;
        self.key_allowed = true;
        self.push_next(TokenKind::Comma, 1);
        Ok(())
    }

    fn fetch_dash(&mut self) -> Result<(), ScanError> {
        if self.flow == 0 {
            if !self.key_allowed {
                return self.fault(ScanProblem::StrayDash, self.pos);
            }
            self.roll(self.pos, self.line, None, TokenKind::BlockSequence)?;
        }
        self.drop_candidate()?;
        self.key_allowed = true;
        self.push_next(TokenKind::Dash, 1);
        Ok(())
    }

    fn fetch_question(&mut self) -> Result<(), ScanError> {
        if self.flow == 0 {
            if !self.key_allowed {
                return self.fault(ScanProblem::StrayQuestion, self.pos);
            }
            self.roll(self.pos, self.line, None, TokenKind::BlockMapping)?;
        }
        self.drop_candidate()?;
        self.key_allowed = self.flow == 0;
        self.push_next(TokenKind::Key, 1);
        Ok(())
    }

    fn fetch_colon(&mut self) -> Result<(), ScanError> {
        let level = self.candidates.len() - 1;
        if self.still_key(level)? {
            let key = self.candidates[level];
            let span = Span::at(key.at as u32);
            let token = YamlToken {
                kind: TokenKind::Key,
                style: NodeStyle::Plain,
                decoded: false,
                span,
                value: span,
            };
            self.insert(key.token, token);
            self.roll(key.at, key.line, Some(key.token), TokenKind::BlockMapping)?;
            self.candidates[level].possible = false;
            self.forget(key.token);
            self.key_allowed = false;
        } else {
            if self.flow == 0 {
                if !self.key_allowed {
                    return self.fault(ScanProblem::StrayColon, self.pos);
                }
                self.roll(self.pos, self.line, None, TokenKind::BlockMapping)?;
            }
            self.key_allowed = self.flow == 0;
        }
        self.push_next(TokenKind::Colon, 1);
        Ok(())
    }

    fn fetch_quoted(&mut self, quote: u8) -> Result<(), ScanError> {
        self.save_candidate()?;
        self.key_allowed = false;
        let line = self.line;
        let token = self.scan_quoted(quote)?;
        if self.line != line {
            self.long_quote = Some(token.span);
        }
        self.push_scalar(token);
        Ok(())
    }

    fn push_scalar(&mut self, token: YamlToken) {
        self.last_scalar = LastScalar { span: token.span, style: token.style };
        self.push_token(token);
    }

    fn fetch_plain(&mut self) -> Result<(), ScanError> {
        if !self.key_allowed || self.flow > 0 {
            self.save_candidate()?;
            self.key_allowed = false;
            let token = self.scan_plain()?;
            self.push_scalar(token);
            return Ok(());
        }
        self.drop_candidate()?;
        let candidate = self.candidate();
        self.key_allowed = false;
        let token = self.scan_plain()?;
        let is_key = self.byte(0) == b':' && self.blank_or_end(1);
        if is_key && self.line == candidate.line && self.pos - candidate.at <= MAX_KEY {
            // Most keys are met with their colon: nothing waits for it.
            let span = Span::at(candidate.at as u32);
            self.roll(candidate.at, candidate.line, None, TokenKind::BlockMapping)?;
            self.push(TokenKind::Key, span);
            self.push_scalar(token);
            self.push_next(TokenKind::Colon, 1);
        } else {
            self.await_colon(candidate);
            self.push_scalar(token);
        }
        Ok(())
    }

    fn fetch_block_scalar(&mut self, literal: bool) -> Result<(), ScanError> {
        self.drop_candidate()?;
        self.key_allowed = true;
        let token = self.scan_block(literal)?;
        self.push_scalar(token);
        Ok(())
    }

    fn fetch_anchor(&mut self, kind: TokenKind) -> Result<(), ScanError> {
        self.save_candidate()?;
        self.key_allowed = false;
        let start = self.pos;
        self.pos += 1;
        while chars::is_word(self.byte(0)) {
            self.pos += 1;
        }
        let ends = self.blank_or_end(0)
            || matches!(self.byte(0), b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`');
        if self.pos == start + 1 || !ends {
            return self.fault(ScanProblem::BadAnchor, start);
        }
        let span = self.span_from(start);
        let value = Span::new(span.start + 1, span.end);
        self.push_token(YamlToken { kind, style: NodeStyle::Plain, decoded: false, span, value });
        Ok(())
    }

    /// Notes that a key may begin here.
    pub(super) fn save_candidate(&mut self) -> Result<(), ScanError> {
        if !self.key_allowed {
            return Ok(());
        }
        self.drop_candidate()?;
        let candidate = self.candidate();
        self.await_colon(candidate);
        Ok(())
    }

    /// A key that may begin here.
    fn candidate(&self) -> SimpleKey {
        SimpleKey {
            possible: true,
            required: self.flow == 0 && self.indent == self.column(),
            token: self.taken + self.tokens.len(),
            at: self.pos,
            line: self.line,
        }
    }

    fn await_colon(&mut self, candidate: SimpleKey) {
        let level = self.candidates.len() - 1;
        self.candidates[level] = candidate;
        self.waiting.push_back((candidate.token, level));
    }

    /// What might have been a key at this level is none.
    pub(super) fn drop_candidate(&mut self) -> Result<(), ScanError> {
        let level = self.candidates.len() - 1;
        let candidate = self.candidates[level];
        if !candidate.possible {
            return Ok(());
        }
        if candidate.required {
            return self.fault(ScanProblem::NoColon, candidate.at);
        }
        self.candidates[level].possible = false;
        self.forget(candidate.token);
        Ok(())
    }

    /// Whether the candidate of a level can still be a key: on this line, not too far back.
    fn still_key(&mut self, level: usize) -> Result<bool, ScanError> {
        let candidate = self.candidates[level];
        if !candidate.possible {
            return Ok(false);
        }
        if candidate.line == self.line && !self.too_far(candidate.at) {
            return Ok(true);
        }
        if candidate.required {
            return self.fault(ScanProblem::NoColon, candidate.at);
        }
        self.candidates[level].possible = false;
        Ok(false)
    }

    fn too_far(&self, from: usize) -> bool {
        let distance = self.pos - from;
        // Four bytes make a character at most.
        distance > MAX_KEY
            && (distance > 4 * MAX_KEY
                || self.text.get(from..self.pos).is_none_or(|s| s.chars().count() > MAX_KEY))
    }

    fn forget(&mut self, token: usize) {
        if self.waiting.back().is_some_and(|(waiting, _)| *waiting == token) {
            self.waiting.pop_back();
        }
    }

    /// Puts a token in front of the one with that number; at the end if that one was taken.
    fn insert(&mut self, number: usize, token: YamlToken) {
        match number.checked_sub(self.taken) {
            Some(index) if index <= self.tokens.len() => self.tokens.insert(index, token),
            _ => self.tokens.push_back(token),
        }
    }

    /// Opens a block collection if `at` is further in than the innermost one.
    fn roll(
        &mut self,
        at: usize,
        line: usize,
        number: Option<usize>,
        kind: TokenKind,
    ) -> Result<(), ScanError> {
        let column = (at - line) as i32;
        if self.flow > 0 || self.indent >= column {
            return Ok(());
        }
        self.indents.push(self.indent);
        self.indent = column;
        if self.indents.len() > MAX_DEPTH {
            return self.fault(ScanProblem::TooDeep, at);
        }
        let span = Span::at(at as u32);
        let token = YamlToken { kind, style: NodeStyle::Block, decoded: false, span, value: span };
        match number {
            Some(number) => self.insert(number, token),
            None => self.tokens.push_back(token),
        }
        Ok(())
    }

    /// Closes block collections that are further in than `column`.
    fn unroll(&mut self, column: i32) {
        while self.flow == 0 && self.indent > column {
            self.push(TokenKind::BlockEnd, self.span_from(self.pos));
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }
}
