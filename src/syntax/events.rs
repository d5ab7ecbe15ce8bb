//! Tokens to events: the grammar, as the reader that Kubernetes uses has it.

use indexmap::IndexMap;

use super::{
    scan::{Fault, LastScalar, Problem, Scanner, Stage, Token, TokenKind},
    tree::Style,
};
use crate::input::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EventKind {
    /// Its value is the range `from..to` of the text, or of the decoded strings.
    Scalar,
    /// `from` is the index of its end.
    List,
    /// `from` is the index of its end.
    Map,
    /// `to` is 1 if it is not in the text: reading stopped inside the collection.
    End,
    /// `from` is the index of the event that it stands for, [`UNKNOWN`] if there is none.
    Alias,
}

/// What a tag asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    None,
    Str,
    Bool,
    Int,
    Float,
    Null,
    Timestamp,
    Binary,
    Merge,
    /// A lone `!`.
    Bang,
    Other,
}

pub(super) const UNKNOWN: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) kind: EventKind,
    pub(super) style: Style,
    pub(super) tag: Tag,
    pub(super) decoded: bool,
    pub(super) span: Span,
    pub(super) from: u32,
    pub(super) to: u32,
}

/// What one document's text amounts to.
pub(super) struct Parsed {
    pub(super) events: Vec<Event>,
    /// Strings whose value differs from their text.
    pub(super) decoded: String,
    pub(super) comments: Vec<Span>,
    /// Where the anchor or tag in front of an event begins, by its index.
    pub(super) marks: IndexMap<u32, u32>,
    /// Where reading stopped, if it is not YAML. The events then hold what was read so far,
    /// every collection closed.
    pub(super) fault: Option<Fault>,
    /// What follows the document in its text (`...`, `---` or a node too many); never read.
    pub(super) rest: Option<Token>,
    /// The scalars that were met last, for the search of what went wrong.
    pub(super) last_scalar: LastScalar,
    pub(super) long_quote: Option<Span>,
    /// How far the text was looked at.
    pub(super) reached: u32,
}

#[derive(Clone, Copy, Debug)]
enum State {
    DocumentEnd,
    BlockItem,
    PlainItem,
    BlockKey,
    BlockValue,
    FlowItem { first: bool },
    PairKey,
    PairValue,
    PairEnd,
    FlowKey { first: bool },
    FlowValue,
    FlowNoValue,
}

/// Which nodes may be at a place.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Flow,
    Block,
    /// Also a list whose dashes are no further in than the key above.
    BlockOrPlainList,
}

struct Parser<'t> {
    scanner: Scanner<'t>,
    states: Vec<State>,
    state: State,
    events: Vec<Event>,
    /// The indices of open collections' events.
    open: Vec<u32>,
    anchors: IndexMap<&'t str, u32>,
    marks: IndexMap<u32, u32>,
    directives: Vec<(String, String)>,
    /// Where the last token that is written ends.
    last_end: u32,
    rest: Option<Token>,
}

/// Reads the first document of `text` from byte `from` on.
pub(super) fn events(text: &str, from: usize) -> Parsed {
    let mut parser = Parser {
        scanner: Scanner::new(text, from),
        states: Vec::new(),
        state: State::DocumentEnd,
        events: Vec::with_capacity((text.len() - from) / 12),
        open: Vec::new(),
        anchors: IndexMap::new(),
        marks: IndexMap::new(),
        directives: Vec::new(),
        last_end: from as u32,
        rest: None,
    };
    let fault = parser.document().err();
    if fault.is_some() {
        while !parser.open.is_empty() {
            parser.end_collection();
            if let Some(end) = parser.events.last_mut() {
                end.to = 1;
            }
        }
    }
    let Parser { scanner, events, rest, marks, .. } = parser;
    let Scanner { decoded, comments, pos, last_scalar, long_quote, .. } = scanner;
    let reached = pos as u32;
    Parsed { events, decoded, comments, marks, fault, rest, last_scalar, long_quote, reached }
}

impl<'t> Parser<'t> {
    fn document(&mut self) -> Result<(), Fault> {
        let token = self.scanner.peek()?;
        if token.kind == TokenKind::StreamEnd {
            return Ok(());
        }
        let explicit = matches!(
            token.kind,
            TokenKind::Version | TokenKind::TagDirective | TokenKind::DocumentStart
        );
        if explicit {
            let token = self.directives()?;
            if token.kind != TokenKind::DocumentStart {
                return self.fail(Problem::NoDocumentStart, token, token);
            }
            self.skip(token);
            let token = self.scanner.peek()?;
            if ends_document(token.kind) {
                self.empty(token.span.start);
                self.states.pop();
                return self.document_end();
            }
        }
        self.states.push(State::DocumentEnd);
        self.node(Place::Block)?;
        loop {
            match self.state {
                State::DocumentEnd => return self.document_end(),
                State::BlockItem => self.block_item()?,
                State::PlainItem => self.plain_item()?,
                State::BlockKey => self.block_key()?,
                State::BlockValue => self.block_value()?,
                State::FlowItem { first } => self.flow_item(first)?,
                State::PairKey => self.pair_key()?,
                State::PairValue => self.pair_value()?,
                State::PairEnd => {
                    self.scanner.peek()?;
                    self.end_collection();
                    self.state = State::FlowItem { first: false };
                }
                State::FlowKey { first } => self.flow_key(first)?,
                State::FlowValue => self.flow_value()?,
                State::FlowNoValue => {
                    self.scanner.peek()?;
                    self.state = State::FlowKey { first: false };
                    self.empty(self.last_end);
                }
            }
        }
    }

    fn document_end(&mut self) -> Result<(), Fault> {
        let token = self.scanner.peek()?;
        if token.kind != TokenKind::StreamEnd {
            self.rest = Some(token);
        }
        Ok(())
    }

    /// Takes directives; gives the token after them.
    fn directives(&mut self) -> Result<Token, Fault> {
        let mut version = false;
        loop {
            let token = self.scanner.peek()?;
            match token.kind {
                TokenKind::Version => {
                    if version || token.value != Span::new(1, 1) {
                        return self.fail(Problem::WrongVersion, token, token);
                    }
                    version = true;
                }
                TokenKind::TagDirective => {
                    let tag = self.scanner.tags[token.value.start as usize].clone();
                    if self.directives.iter().any(|(handle, _)| *handle == tag.0) {
                        return self.fail(Problem::BadDirective, token, token);
                    }
                    self.directives.push(tag);
                }
                _ => return Ok(token),
            }
            self.skip(token);
        }
    }

    fn skip(&mut self, token: Token) {
        if !matches!(
            token.kind,
            TokenKind::BlockEnd | TokenKind::BlockMapping | TokenKind::BlockSequence
        ) {
            self.last_end = self.last_end.max(token.span.end);
        }
        self.scanner.skip();
    }

    fn push(&mut self, kind: EventKind, style: Style, span: Span) -> u32 {
        let index = self.events.len() as u32;
        self.events.push(Event {
            kind,
            style,
            tag: Tag::None,
            decoded: false,
            span,
            from: UNKNOWN,
            to: 0,
        });
        index
    }

    /// An absent value.
    fn empty(&mut self, at: u32) {
        let index = self.push(EventKind::Scalar, Style::Plain, Span::at(at)) as usize;
        self.events[index].from = at;
        self.events[index].to = at;
    }

    fn begin(&mut self, kind: EventKind, style: Style, token: Token) -> u32 {
        let index = self.push(kind, style, token.span);
        self.open.push(index);
        index
    }

    fn end_collection(&mut self) {
        let end = self.push(EventKind::End, Style::Block, Span::at(self.last_end));
        if let Some(start) = self.open.pop() {
            let event = &mut self.events[start as usize];
            event.from = end;
            event.span.end = self.last_end.max(event.span.start);
        }
    }

    fn pop_state(&mut self) {
        self.state = self.states.pop().unwrap_or(State::DocumentEnd);
    }

    fn node(&mut self, place: Place) -> Result<(), Fault> {
        let mut token = self.scanner.peek()?;
        if token.kind == TokenKind::Alias {
            self.pop_state();
            let index = self.push(EventKind::Alias, Style::Plain, token.span) as usize;
            let name = self.text(token.value);
            self.events[index].from = self.anchors.get(name).copied().unwrap_or(UNKNOWN);
            self.skip(token);
            return Ok(());
        }
        let first = token;
        let mut anchor = None;
        let mut tag = None;
        if matches!(token.kind, TokenKind::Anchor | TokenKind::Tag) {
            (token, anchor, tag) = self.properties(token)?;
        }
        let index = match (token.kind, place) {
            (TokenKind::Dash, Place::BlockOrPlainList) => {
                self.state = State::PlainItem;
                self.begin(EventKind::List, Style::Block, token)
            }
            (TokenKind::Scalar, _) => {
                self.pop_state();
                self.scalar(token)
            }
            (TokenKind::FlowSequence, _) => {
                self.state = State::FlowItem { first: true };
                self.open_flow(EventKind::List, token)
            }
            (TokenKind::FlowMapping, _) => {
                self.state = State::FlowKey { first: true };
                self.open_flow(EventKind::Map, token)
            }
            (TokenKind::BlockSequence, Place::Block | Place::BlockOrPlainList) => {
                self.state = State::BlockItem;
                self.open_block(EventKind::List, token)
            }
            (TokenKind::BlockMapping, Place::Block | Place::BlockOrPlainList) => {
                self.state = State::BlockKey;
                self.open_block(EventKind::Map, token)
            }
            _ if anchor.is_some() || tag.is_some() => {
                self.pop_state();
                self.empty(self.last_end);
                self.events.len() as u32 - 1
            }
            _ => return self.fail(Problem::NoValue, token, first),
        };
        if anchor.is_some() || tag.is_some() {
            self.marks.insert(index, first.span.start);
        }
        if let Some(tag) = tag {
            self.events[index as usize].tag = tag;
        }
        if let Some(name) = anchor {
            self.anchors.insert(name, index);
        }
        Ok(())
    }

    fn text(&self, span: Span) -> &'t str {
        self.scanner.text.get(span.range()).unwrap_or("")
    }

    /// Takes an anchor and a tag, in either order; gives the token after them.
    fn properties(&mut self, first: Token) -> Result<(Token, Option<&'t str>, Option<Tag>), Fault> {
        let mut anchor = None;
        let mut tag = None;
        let mut token = first;
        loop {
            match token.kind {
                TokenKind::Anchor if anchor.is_none() => anchor = Some(self.text(token.value)),
                TokenKind::Tag if tag.is_none() => tag = Some(token),
                _ => break,
            }
            self.skip(token);
            token = self.scanner.peek()?;
        }
        let tag = match tag {
            Some(tag) => Some(self.resolve_tag(tag, first)?),
            None => None,
        };
        Ok((token, anchor, tag))
    }

    fn resolve_tag(&self, token: Token, first: Token) -> Result<Tag, Fault> {
        let (handle, suffix) = &self.scanner.tags[token.value.start as usize];
        let declared = self.directives.iter().find(|(name, _)| name == handle);
        let prefix = match (handle.as_str(), declared) {
            ("", _) => "",
            (_, Some((_, prefix))) => prefix,
            ("!", None) => "!",
            ("!!", None) => "tag:yaml.org,2002:",
            _ => return self.fail(Problem::UnknownTagHandle, token, first),
        };
        let full = format!("{prefix}{suffix}");
        Ok(match full.strip_prefix("tag:yaml.org,2002:") {
            _ if full == "!" => Tag::Bang,
            Some("str") => Tag::Str,
            Some("bool") => Tag::Bool,
            Some("int") => Tag::Int,
            Some("float") => Tag::Float,
            Some("null") => Tag::Null,
            Some("timestamp") => Tag::Timestamp,
            Some("binary") => Tag::Binary,
            Some("merge") => Tag::Merge,
            _ => Tag::Other,
        })
    }

    fn scalar(&mut self, token: Token) -> u32 {
        let index = self.push(EventKind::Scalar, token.style, token.span);
        let event = &mut self.events[index as usize];
        event.decoded = token.decoded;
        event.from = token.value.start;
        event.to = token.value.end;
        self.skip(token);
        index
    }

    fn open_flow(&mut self, kind: EventKind, token: Token) -> u32 {
        self.skip(token);
        self.begin(kind, Style::Flow, token)
    }

    fn open_block(&mut self, kind: EventKind, token: Token) -> u32 {
        self.skip(token);
        self.begin(kind, Style::Block, token)
    }

    /// Takes the token that closes a collection.
    fn close(&mut self, token: Token) {
        self.skip(token);
        self.pop_state();
        self.end_collection();
    }

    fn block_item(&mut self) -> Result<(), Fault> {
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::Dash => {
                self.skip(token);
                let next = self.scanner.peek()?;
                if matches!(next.kind, TokenKind::Dash | TokenKind::BlockEnd) {
                    self.state = State::BlockItem;
                    self.empty(token.span.end);
                    return Ok(());
                }
                self.states.push(State::BlockItem);
                self.node(Place::Block)
            }
            TokenKind::BlockEnd => {
                self.close(token);
                Ok(())
            }
            _ => self.fail_in_collection(Problem::NoDash, token),
        }
    }

    fn plain_item(&mut self) -> Result<(), Fault> {
        let token = self.scanner.peek()?;
        if token.kind != TokenKind::Dash {
            self.pop_state();
            self.end_collection();
            return Ok(());
        }
        self.skip(token);
        let next = self.scanner.peek()?;
        if matches!(
            next.kind,
            TokenKind::Dash | TokenKind::Key | TokenKind::Colon | TokenKind::BlockEnd
        ) {
            self.state = State::PlainItem;
            self.empty(token.span.end);
            return Ok(());
        }
        self.states.push(State::PlainItem);
        self.node(Place::Block)
    }

    fn block_key(&mut self) -> Result<(), Fault> {
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::Key => {
                self.skip(token);
                self.state = State::BlockValue;
                self.block_part(token)
            }
            TokenKind::BlockEnd => {
                self.close(token);
                Ok(())
            }
            _ => self.fail_in_collection(Problem::NoKey, token),
        }
    }

    fn block_value(&mut self) -> Result<(), Fault> {
        let token = self.scanner.peek()?;
        self.state = State::BlockKey;
        if token.kind == TokenKind::Colon {
            self.skip(token);
            return self.block_part(token);
        }
        self.empty(self.last_end);
        Ok(())
    }

    /// The key or value after `?` or `:`; `state` is what follows.
    fn block_part(&mut self, mark: Token) -> Result<(), Fault> {
        let next = self.scanner.peek()?;
        if matches!(next.kind, TokenKind::Key | TokenKind::Colon | TokenKind::BlockEnd) {
            self.empty(mark.span.end);
            return Ok(());
        }
        self.states.push(self.state);
        self.node(Place::BlockOrPlainList)
    }

    fn flow_item(&mut self, first: bool) -> Result<(), Fault> {
        let mut token = self.scanner.peek()?;
        if token.kind != TokenKind::FlowSequenceEnd && !first {
            if token.kind != TokenKind::Comma {
                return self.fail_in_collection(Problem::OpenSequence, token);
            }
            self.skip(token);
            token = self.scanner.peek()?;
        }
        match token.kind {
            TokenKind::FlowSequenceEnd => self.close(token),
            TokenKind::Key => {
                self.state = State::PairKey;
                self.begin(EventKind::Map, Style::Flow, token);
                self.skip(token);
            }
            _ => {
                self.states.push(State::FlowItem { first: false });
                return self.node(Place::Flow);
            }
        }
        Ok(())
    }

    /// The key of a single pair inside `[…]`.
    fn pair_key(&mut self) -> Result<(), Fault> {
        let token = self.scanner.peek()?;
        self.state = State::PairValue;
        if matches!(token.kind, TokenKind::Colon | TokenKind::Comma | TokenKind::FlowSequenceEnd) {
            // As in Kubernetes' reader, the token is lost.
            self.skip(token);
            self.empty(token.span.end);
            return Ok(());
        }
        self.states.push(self.state);
        self.node(Place::Flow)
    }

    fn pair_value(&mut self) -> Result<(), Fault> {
        let mut token = self.scanner.peek()?;
        self.state = State::PairEnd;
        if token.kind == TokenKind::Colon {
            self.skip(token);
            token = self.scanner.peek()?;
            if !matches!(token.kind, TokenKind::Comma | TokenKind::FlowSequenceEnd) {
                self.states.push(self.state);
                return self.node(Place::Flow);
            }
        }
        self.empty(self.last_end);
        Ok(())
    }

    fn flow_key(&mut self, first: bool) -> Result<(), Fault> {
        let mut token = self.scanner.peek()?;
        if token.kind != TokenKind::FlowMappingEnd && !first {
            if token.kind != TokenKind::Comma {
                return self.fail_in_collection(Problem::OpenMapping, token);
            }
            self.skip(token);
            token = self.scanner.peek()?;
        }
        match token.kind {
            TokenKind::FlowMappingEnd => self.close(token),
            TokenKind::Key => {
                self.skip(token);
                self.state = State::FlowValue;
                let next = self.scanner.peek()?;
                if matches!(
                    next.kind,
                    TokenKind::Colon | TokenKind::Comma | TokenKind::FlowMappingEnd
                ) {
                    self.empty(next.span.start);
                } else {
                    self.states.push(self.state);
                    return self.node(Place::Flow);
                }
            }
            _ => {
                self.states.push(State::FlowNoValue);
                return self.node(Place::Flow);
            }
        }
        Ok(())
    }

    fn flow_value(&mut self) -> Result<(), Fault> {
        let token = self.scanner.peek()?;
        self.state = State::FlowKey { first: false };
        if token.kind == TokenKind::Colon {
            self.skip(token);
            let next = self.scanner.peek()?;
            if !matches!(next.kind, TokenKind::Comma | TokenKind::FlowMappingEnd) {
                self.states.push(self.state);
                return self.node(Place::Flow);
            }
        }
        self.empty(self.last_end);
        Ok(())
    }

    fn fail_in_collection(&self, problem: Problem, token: Token) -> Result<(), Fault> {
        let start = self.open.last().map_or(token.span, |open| self.events[*open as usize].span);
        self.fail_at(problem, token, start.start)
    }

    fn fail<T>(&self, problem: Problem, token: Token, context: Token) -> Result<T, Fault> {
        self.fail_at(problem, token, context.span.start)
    }

    fn fail_at<T>(&self, problem: Problem, token: Token, context: u32) -> Result<T, Fault> {
        let at = token.span.start;
        let past_end = self.scanner.cut_off && at as usize >= self.scanner.bytes.len();
        Err(Fault { stage: Stage::Parser, problem, at, context, past_end })
    }
}

fn ends_document(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Version
            | TokenKind::TagDirective
            | TokenKind::DocumentStart
            | TokenKind::DocumentEnd
            | TokenKind::StreamEnd
    )
}
