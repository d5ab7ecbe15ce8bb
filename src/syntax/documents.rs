//! A text into documents, cut as kubectl cuts it (`k8s.io/apimachinery`, `util/yaml/decoder.go`).

use std::{borrow::Cow, sync::Arc};

use super::{
    build::{self, Found, Step},
    chars,
    complaint::{Complaint, ComplaintKind},
    edit::Safety,
    events::{self, Parsed},
    recover,
    scan::{Fault, Stage},
    tree::Tree,
};
use crate::input::Span;

/// One YAML document of a file, as kubectl cuts them.
#[derive(Debug)]
pub struct Document {
    /// Counts all documents of the file from 0, empty ones too.
    pub index: u32,
    /// Its bytes in the source, behind the `---` line and up to the next one.
    pub span: Span,
    /// None if there is nothing in it, or nothing could be read.
    pub tree: Option<Tree>,
    /// In text order.
    pub complaints: Vec<Complaint>,
    /// Each `#…`, without its line break; the one on the separator line above is the first.
    pub comments: Vec<Span>,
    /// The number that kubectl's reader gives it: it does not count every empty document.
    pub ordinal: Option<u32>,
    refusal: Option<u32>,
}

impl Document {
    /// What Kubernetes refuses the document for: it stops at the first fault that it notices,
    /// which is not always the first in the text.
    pub fn refusal(&self) -> Option<&Complaint> {
        self.complaints.get(self.refusal? as usize)
    }
}

/// The text between two separators.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) span: Span,
    /// Where kubectl's document begins: it takes a separator line that follows nothing as a part
    /// of the document below.
    pub(super) from: u32,
    ordinal: Option<u32>,
    /// The separator line above, without its line break.
    above: Option<Span>,
    /// Whether a separator stands below.
    below: bool,
    /// What stands on the separator line below and must not.
    clutter: Option<Span>,
}

/// Reads a whole file as kubectl does.
pub fn parse(text: &Arc<str>) -> Vec<Document> {
    parse_yaml(text)
}

/// Reads a whole file as YAML, even if it is JSON.
pub fn parse_yaml(text: &Arc<str>) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    for piece in cut(text) {
        let between = piece.above.is_some() && piece.below;
        if piece.ordinal.is_none() && !between && piece.clutter.is_none() {
            continue;
        }
        let found = piece.clutter.map(|span| cluttered(text, span)).into_iter().collect();
        let mut document = read(text, piece, true, found);
        document.index = documents.len() as u32;
        documents.push(document);
    }
    documents
}

/// Reads a range of a text as one document, whatever separators stand in it.
pub fn parse_one(text: &Arc<str>, span: Span) -> Document {
    let piece = Piece {
        span,
        from: span.start,
        ordinal: Some(0),
        above: None,
        below: false,
        clutter: None,
    };
    read(text, piece, false, Vec::new())
}

/// Cuts a text at its separator lines.
pub(super) fn cut(text: &str) -> Vec<Piece> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut ordinals = 0..;
    let mut start = 0;
    let mut from = 0;
    let mut above = None;
    let breaks = memchr::memmem::find_iter(bytes, b"\n---").map(|at| at + 1);
    let first = text.starts_with("---").then_some(0);
    for line in first.into_iter().chain(breaks) {
        let end = chars::line_end(bytes, line);
        let behind = text[line + 3..end].trim();
        let clutter = (!behind.is_empty() && !behind.starts_with('#')).then(|| {
            let from = line + 3 + text[line + 3..end].find(behind).unwrap_or(0);
            Span::new(from as u32, (from + behind.len()) as u32)
        });
        let ordinal = if from < line { ordinals.next() } else { None };
        let span = Span::new(start as u32, line as u32);
        pieces.push(Piece { span, from: from as u32, ordinal, above, below: true, clutter });
        start = (end + 1).min(text.len());
        from = if ordinal.is_some() { start } else { line };
        above = Some(Span::new(line as u32, end as u32));
    }
    let ordinal = if from < text.len() { ordinals.next() } else { None };
    let span = Span::new(start as u32, text.len() as u32);
    pieces.push(Piece { span, from: from as u32, ordinal, above, below: false, clutter: None });
    pieces
}

/// The complaint about text behind `---`.
fn cluttered(text: &str, span: Span) -> Found {
    let raw = &text[span.range()];
    let from = chars::line_start(text.as_bytes(), span.start as usize) + 3;
    let gap = Span::new(from as u32, span.start);
    let dashes = raw.bytes().all(|b| b == b'-');
    let complaint = Complaint::new(
        ComplaintKind::SeparatorText,
        span,
        "a separator line holds more than `---`",
    );
    let complaint = if dashes {
        complaint
            .help("kubectl stops reading the file here; write exactly `---`")
            .edits(Safety::Safe, vec![(Span::new(gap.start, span.end), String::new())])
    } else {
        complaint
            .help("kubectl stops reading the file here; move the text to the next line")
            .edits(Safety::Safe, vec![(gap, "\n".to_owned())])
    };
    Found { complaint, step: Step::Cut, told_at: None }
}

/// Reads one document.
fn read(text: &Arc<str>, piece: Piece, cut: bool, mut found: Vec<Found>) -> Document {
    let Piece { span, .. } = piece;
    let from = piece.from as usize;
    let slice = &text[..span.end as usize];
    // kubectl's reader ends every line, also the last one of a file.
    let ended = !cut || slice.ends_with('\n') || from == slice.len();
    let scanned = if ended { Cow::Borrowed(slice) } else { Cow::Owned(format!("{slice}\n")) };
    let mut parsed = events::events(&scanned, from);
    clamp(&mut parsed, span.end);
    let mut comments = std::mem::take(&mut parsed.comments);
    if let Some(line) = piece.above.filter(|line| line.end <= piece.from)
        && let Some(at) = text[line.range()].find('#')
    {
        comments.insert(0, Span::new(line.start + at as u32, line.end));
    }
    let fault = parsed.fault;
    let forbidden = forbidden(slice, from, &parsed);
    found.extend(forbidden);
    if let Some(fault) = fault {
        found.push(Found {
            complaint: recover::explain(&scanned, fault),
            step: Step::Read,
            told_at: None,
        });
    }
    let rest = parsed.rest;
    let built = build::build(text, parsed);
    found.extend(built.found);
    if let Some(tree) = &built.tree
        && !tree.root().is_map()
        && fault.is_none()
    {
        found.push(not_an_object(tree));
    }
    let told = fault.and_then(|fault| told_line(scanned.as_bytes(), from, fault));
    let (complaints, refusal) = settle(slice.as_bytes(), piece.from, found, told);
    let _ = rest;
    let ordinal = piece.ordinal;
    Document { index: 0, span, tree: built.tree, complaints, comments, ordinal, refusal }
}

/// Keeps all places inside the document, where a line break was added behind it.
fn clamp(parsed: &mut Parsed, end: u32) {
    for event in parsed.events.iter_mut().rev() {
        if event.span.end <= end && event.span.start <= end {
            break;
        }
        event.span.start = event.span.start.min(end);
        event.span.end = event.span.end.min(end);
    }
}

fn not_an_object(tree: &Tree) -> Found {
    let root = tree.root();
    let what = if root.is_list() { "a list" } else { "a single value" };
    let complaint = Complaint::new(
        ComplaintKind::NotAnObject,
        root.span(),
        format!("the document is {what}, not an object"),
    )
    .help("a manifest begins with `apiVersion:` and `kind:`");
    Found { complaint, step: Step::Object, told_at: None }
}

/// A control character: Kubernetes reads ahead in blocks of 512 bytes and stops at the first block
/// that holds one, if it gets so far.
fn forbidden(text: &str, start: usize, parsed: &Parsed) -> Option<Found> {
    let (at, c) = chars::forbidden(text, start)?;
    let mut block = start;
    loop {
        let mut end = (block + 512).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        if at < end || end == block {
            break;
        }
        block = end;
    }
    let noticed = parsed.reached as usize + 4 > block;
    let span = Span::new(at as u32, (at + c.len_utf8()) as u32);
    let message = format!("a control character (U+{:04X}) stands in the text", c as u32);
    let complaint = Complaint::new(ComplaintKind::Syntax, span, message)
        .help("remove it, or write it as an escape in double quotes")
        .edits(Safety::Unsafe, vec![(span, String::new())]);
    Some(Found { complaint, step: if noticed { Step::Fetch } else { Step::Never }, told_at: None })
}

/// The line that Kubernetes' message names: its scanner counts from 1, its parser from 0, and
/// neither names the first.
fn told_line(bytes: &[u8], start: usize, fault: Fault) -> Option<u32> {
    let line = chars::count_lines(bytes, start, fault.at as usize) + u32::from(fault.past_end);
    let line = match fault.stage {
        Stage::Scanner => line + u32::from(line > 0),
        Stage::Parser => line,
    };
    (line > 0).then_some(line)
}

/// Sorts complaints, finds the one that Kubernetes stops at, fills in the lines that it names.
fn settle(
    bytes: &[u8],
    start: u32,
    found: Vec<Found>,
    told: Option<u32>,
) -> (Vec<Complaint>, Option<u32>) {
    let first = found
        .iter()
        .enumerate()
        .filter(|(_, found)| found.step != Step::Never)
        .min_by_key(|(at, found)| {
            let place = if found.step == Step::Read { found.complaint.span.start } else { 0 };
            (found.step, place, *at)
        })
        .map(|(at, _)| at);
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|at| (found[*at].complaint.span.start, *at));
    let refusal = first.and_then(|first| order.iter().position(|at| *at == first));
    let compares = first.is_some_and(|first| found[first].step == Step::Compare);
    let mut found: Vec<Option<Found>> = found.into_iter().map(Some).collect();
    let mut complaints: Vec<Complaint> = Vec::with_capacity(found.len());
    let mut line = (start, 1);
    let mut places: Vec<(u32, usize)> = Vec::new();
    for at in order {
        let Some(mut found) = found[at].take() else { continue };
        if let (Step::Compare, Some(offset)) = (found.step, found.told_at)
            && compares
        {
            places.push((offset, complaints.len()));
        }
        if found.step == Step::Read && found.complaint.kind != ComplaintKind::UnknownAlias {
            found.complaint.told_line = told;
        }
        complaints.push(found.complaint);
    }
    places.sort_unstable();
    for (offset, complaint) in places {
        line.1 += chars::count_lines(bytes, line.0 as usize, offset as usize);
        line.0 = line.0.max(offset);
        complaints[complaint].told_line = Some(line.1);
    }
    (complaints, refusal.map(|at| at as u32))
}
