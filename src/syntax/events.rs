//! Tokens to events: the grammar, as the reader that Kubernetes uses has it.

use indexmap::IndexMap;

use super::{
    scan::{LastScalar, ParserStage, ScanError, ScanProblem, Scanner, TokenKind, YamlToken},
    tree::NodeStyle,
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
pub(super) enum YamlTag {
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
    pub(super) style: NodeStyle,
    pub(super) tag: YamlTag,
    pub(super) decoded: bool,
    pub(super) span: Span,
    pub(super) from: u32,
    pub(super) to: u32,
}

/// What one document's text amounts to.
pub(super) struct ParsedDocument {
    pub(super) events: Vec<Event>,
    /// Strings whose value differs from their text.
    pub(super) decoded: String,
    pub(super) comments: Vec<Span>,
    /// Where the anchor or tag in front of an event begins, by its index.
    pub(super) marks: IndexMap<u32, u32>,
    /// Where reading stopped, if it is not YAML. The events then hold what was read so far,
    /// every collection closed.
    pub(super) fault: Option<ScanError>,
    /// What follows the document in its text (`...`, `---` or a node too many); never read.
    pub(super) rest: Option<YamlToken>,
    /// The scalars that were met last, for the search of what went wrong.
    pub(super) last_scalar: LastScalar,
    pub(super) long_quote: Option<Span>,
    /// How far the text was looked at.
    pub(super) reached: u32,
}

#[derive(Clone, Copy, Debug)]
enum ParserState {
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
enum NodePosition {
    Flow,
    Block,
    /// Also a list whose dashes are no further in than the key above.
    BlockOrPlainList,
}

struct YamlParser<'t> {
    scanner: Scanner<'t>,
    states: Vec<ParserState>,
    state: ParserState,
    events: Vec<Event>,
    /// The indices of open collections' events.
    open: Vec<u32>,
    anchors: IndexMap<&'t str, u32>,
    marks: IndexMap<u32, u32>,
    directives: Vec<(String, String)>,
    /// Where the last token that is written ends.
    last_end: u32,
    rest: Option<YamlToken>,
}

/// Reads the first document of `text` from byte `from` on.
pub(super) fn events(text: &str, from: usize) -> ParsedDocument {
    let mut parser = YamlParser {
        scanner: Scanner::new(text, from),
        states: Vec::new(),
        state: ParserState::DocumentEnd,
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
    let YamlParser { scanner, events, rest, marks, .. } = parser;
    let Scanner { decoded, comments, pos, last_scalar, long_quote, .. } = scanner;
    let reached = pos as u32;
    ParsedDocument {
        events,
        decoded,
        comments,
        marks,
        fault,
        rest,
        last_scalar,
        long_quote,
        reached,
    }
}

impl<'t> YamlParser<'t> {
    fn document(&mut self) -> Result<(), ScanError> {
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
                return self.fail(ScanProblem::NoDocumentStart, token, token);
            }
            self.skip(token);
            let token = self.scanner.peek()?;
            if ends_document(token.kind) {
                self.empty(token.span.start);
                self.states.pop();
                return self.document_end();
            }
        }
        self.states.push(ParserState::DocumentEnd);
        self.node(NodePosition::Block)?;
        loop {
            match self.state {
                ParserState::DocumentEnd => return self.document_end(),
                ParserState::BlockItem => self.block_item()?,
                ParserState::PlainItem => self.plain_item()?,
                ParserState::BlockKey => self.block_key()?,
                ParserState::BlockValue => self.block_value()?,
                ParserState::FlowItem { first } => self.flow_item(first)?,
                ParserState::PairKey => self.pair_key()?,
                ParserState::PairValue => self.pair_value()?,
                ParserState::PairEnd => {
                    self.scanner.peek()?;
                    self.end_collection();
                    self.state = ParserState::FlowItem { first: false };
                }
                ParserState::FlowKey { first } => self.flow_key(first)?,
                ParserState::FlowValue => self.flow_value()?,
                ParserState::FlowNoValue => {
                    self.scanner.peek()?;
                    self.state = ParserState::FlowKey { first: false };
                    self.empty(self.last_end);
                }
            }
        }
    }

    fn document_end(&mut self) -> Result<(), ScanError> {
        let token = self.scanner.peek()?;
        if token.kind != TokenKind::StreamEnd {
            self.rest = Some(token);
        }
        Ok(())
    }

    /// Takes directives; gives the token after them.
    fn directives(&mut self) -> Result<YamlToken, ScanError> {
        let mut version = false;
        loop {
            let token = self.scanner.peek()?;
            match token.kind {
                TokenKind::Version => {
                    if version || token.value != Span::new(1, 1) {
                        return self.fail(ScanProblem::WrongVersion, token, token);
                    }
                    version = true;
                }
                TokenKind::TagDirective => {
                    let tag = self.scanner.tags[token.value.start as usize].clone();
                    if self.directives.iter().any(|(handle, _)| *handle == tag.0) {
                        return self.fail(ScanProblem::BadDirective, token, token);
                    }
                    self.directives.push(tag);
                }
                _ => return Ok(token),
            }
            self.skip(token);
        }
    }

    fn skip(&mut self, token: YamlToken) {
        if !matches!(
            token.kind,
            TokenKind::BlockEnd | TokenKind::BlockMapping | TokenKind::BlockSequence
        ) {
            self.last_end = self.last_end.max(token.span.end);
        }
        self.scanner.skip();
    }

    fn push(&mut self, kind: EventKind, style: NodeStyle, span: Span) -> u32 {
        let index = self.events.len() as u32;
        self.events.push(Event {
            kind,
            style,
            tag: YamlTag::None,
            decoded: false,
            span,
            from: UNKNOWN,
            to: 0,
        });
        index
    }

    /// An absent value.
    fn empty(&mut self, at: u32) {
        let index = self.push(EventKind::Scalar, NodeStyle::Plain, Span::at(at)) as usize;
        self.events[index].from = at;
        self.events[index].to = at;
    }

    fn begin(&mut self, kind: EventKind, style: NodeStyle, token: YamlToken) -> u32 {
        let index = self.push(kind, style, token.span);
        self.open.push(index);
        index
    }

    fn end_collection(&mut self) {
        let end = self.push(EventKind::End, NodeStyle::Block, Span::at(self.last_end));
        if let Some(start) = self.open.pop() {
            let event = &mut self.events[start as usize];
            event.from = end;
            event.span.end = self.last_end.max(event.span.start);
        }
    }

    fn pop_state(&mut self) {
        self.state = self.states.pop().unwrap_or(ParserState::DocumentEnd);
    }

    fn node(&mut self, place: NodePosition) -> Result<(), ScanError> {
        let mut token = self.scanner.peek()?;
        if token.kind == TokenKind::Alias {
            self.pop_state();
            let index = self.push(EventKind::Alias, NodeStyle::Plain, token.span) as usize;
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
            (TokenKind::Dash, NodePosition::BlockOrPlainList) => {
                self.state = ParserState::PlainItem;
                self.begin(EventKind::List, NodeStyle::Block, token)
            }
            (TokenKind::Scalar, _) => {
                self.pop_state();
                self.scalar(token)
            }
            (TokenKind::FlowSequence, _) => {
                self.state = ParserState::FlowItem { first: true };
                self.open_flow(EventKind::List, token)
            }
            (TokenKind::FlowMapping, _) => {
                self.state = ParserState::FlowKey { first: true };
                self.open_flow(EventKind::Map, token)
            }
            (TokenKind::BlockSequence, NodePosition::Block | NodePosition::BlockOrPlainList) => {
                self.state = ParserState::BlockItem;
                self.open_block(EventKind::List, token)
            }
            (TokenKind::BlockMapping, NodePosition::Block | NodePosition::BlockOrPlainList) => {
                self.state = ParserState::BlockKey;
                self.open_block(EventKind::Map, token)
            }
            _ if anchor.is_some() || tag.is_some() => {
                self.pop_state();
                self.empty(self.last_end);
                self.events.len() as u32 - 1
            }
            _ => return self.fail(ScanProblem::NoValue, token, first),
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
    fn properties(
        &mut self,
        first: YamlToken,
    ) -> Result<(YamlToken, Option<&'t str>, Option<YamlTag>), ScanError> {
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

    fn resolve_tag(&self, token: YamlToken, first: YamlToken) -> Result<YamlTag, ScanError> {
        let (handle, suffix) = &self.scanner.tags[token.value.start as usize];
        let declared = self.directives.iter().find(|(name, _)| name == handle);
        let prefix = match (handle.as_str(), declared) {
            ("", _) => "",
            (_, Some((_, prefix))) => prefix,
            ("!", None) => "!",
            ("!!", None) => "tag:yaml.org,2002:",
            _ => return self.fail(ScanProblem::UnknownTagHandle, token, first),
        };
        let full = format!("{prefix}{suffix}");
        Ok(match full.strip_prefix("tag:yaml.org,2002:") {
            _ if full == "!" => YamlTag::Bang,
            Some("str") => YamlTag::Str,
            Some("bool") => YamlTag::Bool,
            Some("int") => YamlTag::Int,
            Some("float") => YamlTag::Float,
            Some("null") => YamlTag::Null,
            Some("timestamp") => YamlTag::Timestamp,
            Some("binary") => YamlTag::Binary,
            Some("merge") => YamlTag::Merge,
            _ => YamlTag::Other,
        })
    }

    fn scalar(&mut self, token: YamlToken) -> u32 {
        let index = self.push(EventKind::Scalar, token.style, token.span);
        let event = &mut self.events[index as usize];
        event.decoded = token.decoded;
        event.from = token.value.start;
        event.to = token.value.end;
        self.skip(token);
        index
    }

    fn open_flow(&mut self, kind: EventKind, token: YamlToken) -> u32 {
        self.skip(token);
        self.begin(kind, NodeStyle::Flow, token)
    }

    fn open_block(&mut self, kind: EventKind, token: YamlToken) -> u32 {
        self.skip(token);
        self.begin(kind, NodeStyle::Block, token)
    }

    /// Takes the token that closes a collection.
    fn close(&mut self, token: YamlToken) {
        self.skip(token);
        self.pop_state();
        self.end_collection();
    }

    fn block_item(&mut self) -> Result<(), ScanError> {
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::Dash => {
                self.skip(token);
                let next = self.scanner.peek()?;
                if matches!(next.kind, TokenKind::Dash | TokenKind::BlockEnd) {
                    self.state = ParserState::BlockItem;
                    self.empty(token.span.end);
                    return Ok(());
                }
                self.states.push(ParserState::BlockItem);
                self.node(NodePosition::Block)
            }
            TokenKind::BlockEnd => {
                self.close(token);
                Ok(())
            }
            _ => self.fail_in_collection(ScanProblem::NoDash, token),
        }
    }

    fn plain_item(&mut self) -> Result<(), ScanError> {
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
            self.state = ParserState::PlainItem;
            self.empty(token.span.end);
            return Ok(());
        }
        self.states.push(ParserState::PlainItem);
        self.node(NodePosition::Block)
    }

    fn block_key(&mut self) -> Result<(), ScanError> {
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::Key => {
                self.skip(token);
                self.state = ParserState::BlockValue;
                self.block_part(token)
            }
            TokenKind::BlockEnd => {
                self.close(token);
                Ok(())
            }
            _ => self.fail_in_collection(ScanProblem::NoKey, token),
        }
    }

    fn block_value(&mut self) -> Result<(), ScanError> {
        let token = self.scanner.peek()?;
        self.state = ParserState::BlockKey;
        if token.kind == TokenKind::Colon {
            self.skip(token);
            return self.block_part(token);
        }
        self.empty(self.last_end);
        Ok(())
    }

    /// The key or value after `?` or `:`; `state` is what follows.
    fn block_part(&mut self, mark: YamlToken) -> Result<(), ScanError> {
        let next = self.scanner.peek()?;
        if matches!(next.kind, TokenKind::Key | TokenKind::Colon | TokenKind::BlockEnd) {
            self.empty(mark.span.end);
            return Ok(());
        }
        self.states.push(self.state);
        self.node(NodePosition::BlockOrPlainList)
    }

    fn flow_item(&mut self, first: bool) -> Result<(), ScanError> {
        let mut token = self.scanner.peek()?;
        if token.kind != TokenKind::FlowSequenceEnd && !first {
            if token.kind != TokenKind::Comma {
                return self.fail_in_collection(ScanProblem::OpenSequence, token);
            }
            self.skip(token);
            token = self.scanner.peek()?;
        }
        match token.kind {
            TokenKind::FlowSequenceEnd => self.close(token),
            TokenKind::Key => {
                self.state = ParserState::PairKey;
                self.begin(EventKind::Map, NodeStyle::Flow, token);
                self.skip(token);
            }
            _ => {
                self.states.push(ParserState::FlowItem { first: false });
                return self.node(NodePosition::Flow);
            }
        }
        Ok(())
    }

    /// The key of a single pair inside `[…]`.
    fn pair_key(&mut self) -> Result<(), ScanError> {
        let token = self.scanner.peek()?;
        self.state = ParserState::PairValue;
        if matches!(token.kind, TokenKind::Colon | TokenKind::Comma | TokenKind::FlowSequenceEnd) {
            // As in Kubernetes' reader, the token is lost.
            self.skip(token);
            self.empty(token.span.end);
            return Ok(());
        }
        self.states.push(self.state);
        self.node(NodePosition::Flow)
    }

    fn pair_value(&mut self) -> Result<(), ScanError> {
        let mut token = self.scanner.peek()?;
        self.state = ParserState::PairEnd;
        if token.kind == TokenKind::Colon {
            self.skip(token);
            token = self.scanner.peek()?;
            if !matches!(token.kind, TokenKind::Comma | TokenKind::FlowSequenceEnd) {
                self.states.push(self.state);
                return self.node(NodePosition::Flow);
            }
        }
        self.empty(self.last_end);
        Ok(())
    }

    fn flow_key(&mut self, first: bool) -> Result<(), ScanError> {
        let mut token = self.scanner.peek()?;
        if token.kind != TokenKind::FlowMappingEnd && !first {
            if token.kind != TokenKind::Comma {
                return self.fail_in_collection(ScanProblem::OpenMapping, token);
            }
            self.skip(token);
            token = self.scanner.peek()?;
        }
        match token.kind {
            TokenKind::FlowMappingEnd => self.close(token),
            TokenKind::Key => {
                self.skip(token);
                self.state = ParserState::FlowValue;
                let next = self.scanner.peek()?;
                if matches!(
                    next.kind,
                    TokenKind::Colon | TokenKind::Comma | TokenKind::FlowMappingEnd
                ) {
                    self.empty(next.span.start);
                } else {
                    self.states.push(self.state);
                    return self.node(NodePosition::Flow);
                }
            }
            _ => {
                self.states.push(ParserState::FlowNoValue);
                return self.node(NodePosition::Flow);
            }
        }
        Ok(())
    }

    fn flow_value(&mut self) -> Result<(), ScanError> {
        let token = self.scanner.peek()?;
        self.state = ParserState::FlowKey { first: false };
        if token.kind == TokenKind::Colon {
            self.skip(token);
            let next = self.scanner.peek()?;
            if !matches!(next.kind, TokenKind::Comma | TokenKind::FlowMappingEnd) {
                self.states.push(self.state);
                return self.node(NodePosition::Flow);
            }
        }
        self.empty(self.last_end);
        Ok(())
    }

    fn fail_in_collection(&self, problem: ScanProblem, token: YamlToken) -> Result<(), ScanError> {
        let start = self.open.last().map_or(token.span, |open| self.events[*open as usize].span);
        self.fail_at(problem, token, start.start)
    }

    fn fail<T>(
        &self,
        problem: ScanProblem,
        token: YamlToken,
        context: YamlToken,
    ) -> Result<T, ScanError> {
        self.fail_at(problem, token, context.span.start)
    }

    fn fail_at<T>(
        &self,
        problem: ScanProblem,
        token: YamlToken,
        context: u32,
    ) -> Result<T, ScanError> {
        let at = token.span.start;
        let past_end = self.scanner.cut_off && at as usize >= self.scanner.bytes.len();
        Err(ScanError { stage: ParserStage::Parser, problem, at, context, past_end })
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
