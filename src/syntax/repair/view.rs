//! The place at which the reader gave up, and the lines around it.

use super::super::{
    chars,
    events::{Event, EventKind, ParsedDocument},
    scan::ScanError,
    tree::NodeStyle,
};
use crate::input::Span;

/// What may be around the text of a line; no other space is one to YAML.
const BLANKS: [char; 3] = [' ', '\t', '\r'];

/// A block collection that was open when the reader gave up, or had just been closed.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenBlock {
    pub(super) list: bool,
    /// The column of its keys or dashes.
    pub(super) column: usize,
    /// Where its first key or dash is.
    pub(super) start: usize,
}

pub(super) struct View<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) fault: ScanError,
    pub(super) at: usize,
    pub(super) parsed: &'a ParsedDocument,
}

impl<'a> View<'a> {
    pub(super) fn new(text: &'a str, fault: ScanError, parsed: &'a ParsedDocument) -> View<'a> {
        let at = (fault.at as usize).min(text.len());
        View { text, bytes: text.as_bytes(), fault, at, parsed }
    }

    /// Where the line that holds a place begins.
    pub(super) fn line(&self, at: usize) -> usize {
        chars::line_start(self.bytes, at)
    }

    /// Where the line after the one that holds a place begins.
    pub(super) fn next_line(&self, at: usize) -> usize {
        (chars::line_end(self.bytes, at) + 1).min(self.text.len())
    }

    pub(super) fn indent(&self, line: usize) -> usize {
        chars::indent_len(self.bytes, line)
    }

    /// The text of a line after its indentation, without blanks at its end.
    pub(super) fn body(&self, line: usize) -> &'a str {
        let start = line + self.indent(line);
        self.text[start..chars::line_end(self.bytes, line)].trim_end_matches(BLANKS)
    }

    /// Whether only blanks, or dashes of list items, are in front of a place on its line.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        let front = self.text[self.line(at)..at].trim_matches([' ', '\t']);
        front.bytes().all(|b| b == b'-' || b == b' ')
    }

    /// Where what is at `at` ends on its line: in front of a comment, without blanks.
    pub(super) fn content_end(&self, at: usize) -> usize {
        let rest = &self.text[at..chars::line_end(self.bytes, at)];
        let comment = rest.find(" #").unwrap_or(rest.len());
        at + rest[..comment].trim_end_matches(BLANKS).len()
    }

    pub(super) fn content(&self, at: usize) -> &'a str {
        &self.text[at..self.content_end(at).max(at)]
    }

    pub(super) fn span(start: usize, end: usize) -> Span {
        Span::new(start as u32, end as u32)
    }

    /// The word at a place, without a colon after it.
    pub(super) fn word(&self, at: usize) -> Span {
        let end = chars::word_end(self.bytes, at);
        let word = self.text.get(at..end).unwrap_or("");
        Self::span(at, at + word.trim_end_matches(':').len().max(1).min(end - at.min(end)))
    }

    /// Where the lines that belong to the one at `line` end: those further in, and empty ones
    /// between them.
    pub(super) fn block_end(&self, line: usize) -> usize {
        self.run_end(line, |indent, first| indent > first)
    }

    /// The same with the lines next to it.
    pub(super) fn siblings_end(&self, line: usize) -> usize {
        self.run_end(line, |indent, first| indent >= first)
    }

    fn run_end(&self, line: usize, belongs: impl Fn(usize, usize) -> bool) -> usize {
        let first = self.indent(line);
        let mut end = self.next_line(line);
        let mut at = end;
        while at < self.text.len() {
            let empty = self.body(at).is_empty();
            if !empty && !belongs(self.indent(at), first) {
                break;
            }
            at = self.next_line(at);
            if !empty {
                end = at;
            }
        }
        end
    }

    /// The starts of the lines in a range.
    pub(super) fn lines(&self, from: usize, to: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = from;
        let to = to.min(self.text.len());
        std::iter::from_fn(move || {
            (next < to).then(|| {
                let line = next;
                next = self.next_line(line);
                line
            })
        })
    }

    /// The next line with something in it.
    pub(super) fn next_body(&self, line: usize) -> Option<usize> {
        self.lines(self.next_line(line), self.text.len()).find(|line| self.speaks(*line))
    }

    /// The lines above with something in them, the nearest first.
    pub(super) fn lines_above(&self, line: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = line;
        let above = std::iter::from_fn(move || {
            at = self.line(at.checked_sub(1)?);
            Some(at)
        });
        above.filter(|line| self.speaks(*line))
    }

    /// The previous line with something in it.
    pub(super) fn previous_body(&self, line: usize) -> Option<usize> {
        self.lines_above(line).next()
    }

    /// How many spaces the text indents by: its first step, 2 if it has none.
    pub(super) fn step(&self) -> usize {
        let mut previous = 0;
        for line in self.lines(0, self.text.len()).take(200) {
            let body = self.body(line);
            let indent = self.indent(line);
            let tab = self.bytes[line..line + indent].contains(&b'\t');
            if body.is_empty() || body.starts_with('#') || tab {
                continue;
            }
            if indent > previous {
                return (indent - previous).min(8);
            }
            previous = indent;
        }
        2
    }

    /// Whether a line ends with a key without value on the line; an anchor or tag may be there.
    pub(super) fn opens(&self, line: usize) -> bool {
        let content = self.content(line);
        let bare = content.rsplit_once(": ").filter(|(_, value)| value.starts_with(['&', '!']));
        content.ends_with(':') || bare.is_some_and(|(_, value)| !value.contains(' '))
    }

    /// Whether a line holds more than blanks and a comment.
    fn speaks(&self, line: usize) -> bool {
        let body = self.body(line);
        !body.is_empty() && !body.starts_with('#')
    }

    /// The last scalar or alias that was read.
    pub(super) fn last_event(&self) -> Option<Event> {
        let scalar = |e: &&Event| matches!(e.kind, EventKind::Scalar | EventKind::Alias);
        self.parsed.events.iter().rev().find(scalar).copied()
    }

    /// The block collections that were open, the outermost first, and then those that had just
    /// been closed.
    pub(super) fn open(&self) -> Vec<OpenBlock> {
        let events = &self.parsed.events;
        let unread = events.iter().rev().take_while(|e| e.kind == EventKind::End && e.to == 1);
        let unread = unread.count();
        let closed = events[..events.len() - unread].iter().rev();
        let closed = closed.take_while(|e| e.kind == EventKind::End).count();
        let tail = events.len() - unread - closed;
        let mut open: Vec<OpenBlock> = events
            .iter()
            .filter(|e| matches!(e.kind, EventKind::List | EventKind::Map))
            .filter(|e| e.style == NodeStyle::Block && e.from as usize >= tail)
            .map(|e| {
                let start = e.span.start as usize;
                let column = start - self.line(start);
                OpenBlock { list: e.kind == EventKind::List, column, start }
            })
            .collect();
        open.truncate(256);
        open
    }
}
