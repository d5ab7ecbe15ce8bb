//! A text into documents, cut as kubectl cuts it (`k8s.io/apimachinery`, `util/yaml/decoder.go`).

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

use super::{
    build, chars,
    complaint::{Complaint, ComplaintKind},
    events::{self, Event, EventKind, ParsedDocument, UNKNOWN},
    json,
    patch::Patched,
    recover::{Budget, recover},
    scan::{ParserStage, ScanError, TokenKind, YamlToken},
    stage::{DecodeStage, StagedComplaint},
    tree::Tree,
};
use crate::{
    diagnostic::{Diagnostic, Safety},
    input::{Failure, Source, Span},
    parallel, text,
};

/// One YAML document of a file, as kubectl cuts them.
#[derive(Clone, Debug)]
pub struct Document {
    /// Counts all documents of the file from 0, empty ones too.
    pub index: u32,
    /// Its bytes in the source, after the `---` line and up to the next one.
    pub span: Span,
    /// None if there is nothing in it, or nothing could be read.
    pub tree: Option<Arc<Tree>>,
    /// In text order.
    pub complaints: Vec<Complaint>,
    /// Each `#…`, without its line break; the one on the separator line above is the first.
    pub comments: Vec<Span>,
    /// Where it was not read for certain: a repair was a guess, or text was left out.
    pub damaged: Vec<u32>,
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

/// A text and its documents, which are read when they are first asked for.
#[derive(Debug)]
pub struct Documents {
    text: Arc<str>,
    read: OnceLock<Vec<Document>>,
}

impl Documents {
    pub fn of(text: Arc<str>) -> Documents {
        Documents { text, read: OnceLock::new() }
    }

    /// The same text, read otherwise.
    #[must_use]
    pub fn read_as(&self, documents: Vec<Document>) -> Documents {
        Documents { text: Arc::clone(&self.text), read: documents.into() }
    }

    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// As [`parse`] reads them. Two threads that ask at the same time both read: neither may wait,
    /// since the other may be waiting for what this one is doing.
    pub fn all(&self) -> &[Document] {
        if let Some(read) = self.read.get() {
            return read;
        }
        let read = parse(&self.text);
        self.read.get_or_init(|| read)
    }
}

/// The text between two separators.
#[derive(Clone, Copy, Debug)]
pub(super) struct DocumentText {
    pub(super) span: Span,
    /// Where kubectl's document begins: it takes a separator line that follows nothing as a part
    /// of the document below.
    pub(super) from: u32,
    ordinal: Option<u32>,
    /// The separator line above, without its line break.
    above: Option<Span>,
    /// Whether a separator is below.
    below: bool,
    /// What is on the separator line below and must not.
    clutter: Option<Span>,
}

/// Reads a whole text as kubectl does.
pub fn parse(text: &Arc<str>) -> Vec<Document> {
    if json::looks_like_json(text) { parse_json(text, None) } else { parse_text(text, 0, None) }
}

/// The encoding that a source's bytes do not keep to.
fn encoding_of(source: &Source) -> Option<&'static str> {
    match source.failure {
        Some(Failure::Encoding { name, .. }) => Some(name),
        _ => None,
    }
}

/// Reads a whole file as kubectl does, but JSON as the YAML that it nearly always is.
pub fn parse_yaml(source: &Source) -> Vec<Document> {
    parse_text(&source.text, 0, encoding_of(source))
}

/// Reads a text that begins like JSON: as JSON as far as it goes, then as YAML.
fn parse_json(text: &Arc<str>, encoding: Option<&'static str>) -> Vec<Document> {
    let json::Stream { values, end } = json::stream(text);
    let rest = text[end..].trim_start();
    let several = values.len() > 1;
    let mut documents = Vec::new();
    for (span, parsed) in values {
        let built = build::build(text, parsed, &[]);
        let mut found = built.found;
        if let Some(tree) = built.tree.as_ref().filter(|tree| !tree.root().is_map()) {
            found.push(not_an_object(tree));
        }
        let (complaints, refusal) = settle(text.as_bytes(), span.start, found, None);
        let index = documents.len() as u32;
        documents.push(Document {
            index,
            span,
            tree: built.tree.map(Arc::new),
            complaints,
            comments: Vec::new(),
            damaged: Vec::new(),
            ordinal: Some(index),
            refusal,
        });
    }
    // kubectl goes on in YAML, but not after a second object.
    if !rest.is_empty() {
        let line = end + text[end..].find('\n').map_or(0, |at| at + 1);
        let from = if text[end..line].trim().is_empty() { line } else { text.len() - rest.len() };
        let mut stop = several.then(|| no_json(text, text.len() - rest.len()));
        for mut document in parse_text(text, from, encoding) {
            document.index = documents.len() as u32;
            if let Some(stop) = stop.take() {
                document.complaints.insert(0, stop);
                document.refusal = Some(0);
            }
            document.ordinal = document.ordinal.map(|_| document.index);
            documents.push(document);
        }
    }
    documents
}

/// The complaint about what follows several JSON objects and is none.
fn no_json(text: &str, at: usize) -> Complaint {
    let span = Span::new(at as u32, chars::line_end(text.as_bytes(), at) as u32);
    Complaint::new(
        ComplaintKind::Syntax,
        Diagnostic::new(span, "kubectl stops reading here: only JSON can follow JSON objects")
            .with_help("separate all objects with `---`, or write all of them as JSON"),
    )
}

/// Reads a text from a place on.
fn parse_text(text: &Arc<str>, from: usize, encoding: Option<&'static str>) -> Vec<Document> {
    let mut pieces = cut_from(text, from);
    pieces.retain(|piece| {
        let between = piece.above.is_some() && piece.below;
        piece.ordinal.is_some() || between || piece.clutter.is_some()
    });
    let mut budget = Budget::of(text);
    let mut documents: Vec<Document> = if text.len() > parallel::MANY_BYTES {
        // What they share can be spent in one order only: those with faults are read once more.
        let one = |piece| read(text, piece, encoding, true, &mut Budget::none());
        let mut documents = parallel::map(pieces.clone(), true, one);
        for (document, piece) in documents.iter_mut().zip(pieces) {
            if !document.complaints.is_empty() {
                *document = read(text, piece, encoding, true, &mut budget);
            }
        }
        documents
    } else {
        let one = |piece| read(text, piece, encoding, true, &mut budget);
        pieces.into_iter().map(one).collect()
    };
    for (index, document) in documents.iter_mut().enumerate() {
        document.index = index as u32;
    }
    documents
}

/// Reads a range of a source as one document, whatever separators are in it.
pub fn parse_one(source: &Source, span: Span) -> Document {
    let piece = DocumentText {
        span,
        from: span.start,
        ordinal: Some(0),
        above: None,
        below: false,
        clutter: None,
    };
    read(&source.text, piece, encoding_of(source), false, &mut Budget::of(&source.text))
}

/// Cuts a text at its separator lines.
pub(super) fn cut(text: &str) -> Vec<DocumentText> {
    cut_from(text, 0)
}

/// The same from a place on.
fn cut_from(text: &str, begin: usize) -> Vec<DocumentText> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut ordinals = 0..;
    let mut start = begin;
    let mut from = begin;
    let mut above = None;
    let breaks = memchr::memmem::find_iter(&bytes[begin..], b"\n---").map(|at| begin + at + 1);
    let first = text[begin..].starts_with("---").then_some(begin);
    for line in first.into_iter().chain(breaks) {
        let end = chars::line_end(bytes, line);
        let behind = text[line + 3..end].trim();
        let clutter = (!behind.is_empty() && !behind.starts_with('#')).then(|| {
            let from = line + 3 + text[line + 3..end].find(behind).unwrap_or(0);
            Span::new(from as u32, (from + behind.len()) as u32)
        });
        let ordinal = if from < line { ordinals.next() } else { None };
        let span = Span::new(start as u32, line as u32);
        pieces.push(DocumentText { span, from: from as u32, ordinal, above, below: true, clutter });
        start = (end + 1).min(text.len());
        from = if ordinal.is_some() { start } else { line };
        above = Some(Span::new(line as u32, end as u32));
    }
    let ordinal = if from < text.len() { ordinals.next() } else { None };
    let span = Span::new(start as u32, text.len() as u32);
    pieces.push(DocumentText {
        span,
        from: from as u32,
        ordinal,
        above,
        below: false,
        clutter: None,
    });
    pieces
}

/// The complaint about text after `---`.
fn cluttered(text: &str, span: Span) -> StagedComplaint {
    let raw = &text[span.range()];
    let from = chars::line_start(text.as_bytes(), span.start as usize) + 3;
    let gap = Span::new(from as u32, span.start);
    let dashes = raw.bytes().all(|b| b == b'-');
    let (help, edit) = if dashes {
        let help = "write exactly `---`; kubectl stops reading the file here";
        (help, (Span::new(gap.start, span.end), String::new()))
    } else {
        let help = "move the text to the next line; kubectl stops reading the file here";
        (help, (gap, "\n".to_owned()))
    };
    let diagnostic = Diagnostic::new(span, "the separator line contains more than `---`");
    let complaint = Complaint::new(ComplaintKind::SeparatorText, diagnostic.with_help(help));
    StagedComplaint::new(DecodeStage::Cut, 0, complaint.edits(Safety::Safe, vec![edit]))
}

/// What could be read of a document's text, and what is wrong with it.
struct Reading {
    parsed: ParsedDocument,
    found: Vec<StagedComplaint>,
    /// Around which places it was not read whole.
    damaged: Vec<u32>,
    /// The line that Kubernetes names for a fault.
    reported_line: Option<u32>,
    /// Whether it is not YAML.
    broken: bool,
}

/// Reads one document.
fn read(
    text: &Arc<str>,
    piece: DocumentText,
    encoding: Option<&'static str>,
    cut: bool,
    budget: &mut Budget,
) -> Document {
    let span = piece.span;
    let from = piece.from as usize;
    let slice = &text[..span.end as usize];
    // kubectl's reader ends every line, also the last one of a file.
    let ended = !cut || slice.ends_with('\n') || from == slice.len();
    let scanned = if ended { Cow::Borrowed(slice) } else { Cow::Owned(format!("{slice}\n")) };
    let whole = Patched::new(&scanned, from, slice.len());
    let folded = if cut { fold_returns(&whole) } else { None };
    let reading = match folded {
        Some(folded) => events_of_patched(folded, budget),
        None => events_of(whole, &scanned, from, budget),
    };
    let Reading { mut parsed, mut found, damaged, reported_line, broken } = reading;
    clamp(&mut parsed, span.end);
    found.extend(piece.clutter.map(|at| cluttered(text, at)));
    found.extend(forbidden(slice, from, encoding, parsed.reached));
    if !found.iter().any(|found| found.complaint.kind == ComplaintKind::JoinedDocument) {
        found.extend(parsed.rest.and_then(|rest| lost(slice, rest)));
    }
    let comments = comments(text, piece, &mut parsed);
    let built = build::build(text, parsed, &damaged);
    found.extend(built.found);
    match &built.tree {
        Some(tree) if !tree.root().is_map() && !broken => found.push(not_an_object(tree)),
        None if found.is_empty() && piece.above.is_some() && piece.below => {
            found.push(stray(text, span));
        }
        _ => {}
    }
    let (complaints, refusal) = settle(slice.as_bytes(), piece.from, found, reported_line);
    let ordinal = piece.ordinal;
    let tree = built.tree.map(Arc::new);
    Document { index: 0, span, tree, complaints, comments, damaged, ordinal, refusal }
}

/// Reads the events of a text from `from` on; `whole` is the same.
fn events_of(whole: Patched<'_>, text: &str, from: usize, budget: &mut Budget) -> Reading {
    let parsed = events::events(text, from);
    match parsed.fault {
        None => Reading {
            parsed,
            found: Vec::new(),
            damaged: Vec::new(),
            reported_line: None,
            broken: false,
        },
        Some(fault) => {
            let reported_line = reported_line(text.as_bytes(), from, fault);
            repair(whole, &parsed, reported_line, budget)
        }
    }
}

/// The same for a text that differs from its source.
fn events_of_patched(text: Patched<'_>, budget: &mut Budget) -> Reading {
    let mut parsed = events::events(&text.text, 0);
    parsed.reached = text.origin(parsed.reached as usize) as u32;
    let reported_line =
        parsed.fault.and_then(|fault| reported_line(text.text.as_bytes(), 0, fault));
    repair(text, &parsed, reported_line, budget)
}

/// Reads on after faults; `first` is what was read without repair.
fn repair(
    text: Patched<'_>,
    first: &ParsedDocument,
    reported_line: Option<u32>,
    budget: &mut Budget,
) -> Reading {
    let unknown = |event: &Event| event.kind == EventKind::Alias && event.from == UNKNOWN;
    // An alias without anchor in front of the fault is what Kubernetes stops at.
    let alias = first.events.iter().any(unknown);
    let recovered = recover(text, first.reached, budget);
    let order = if alias { u32::MAX } else { 0 };
    let steps = std::iter::once(DecodeStage::Read).chain(std::iter::repeat(DecodeStage::Never));
    let complaints = steps.zip(recovered.complaints);
    Reading {
        parsed: recovered.parsed,
        found: complaints
            .map(|(step, complaint)| StagedComplaint::new(step, order, complaint))
            .collect(),
        damaged: recovered.damaged,
        reported_line: reported_line.filter(|_| !alias),
        broken: first.fault.is_some(),
    }
}

/// The comments of a document, also the one on the separator line above.
fn comments(text: &str, piece: DocumentText, parsed: &mut ParsedDocument) -> Vec<Span> {
    let mut comments = std::mem::take(&mut parsed.comments);
    if let Some(line) = piece.above.filter(|line| line.end <= piece.from)
        && let Some(at) = text[line.range()].find('#')
    {
        comments.insert(0, Span::new(line.start + at as u32, line.end));
    }
    comments
}

/// kubectl takes `\r\n` for a plain line break, and what is left of `\r\r\n` for one, too: such a
/// text without the first `\r`s.
fn fold_returns<'t>(text: &Patched<'t>) -> Option<Patched<'t>> {
    let doubled = memchr::memmem::find_iter(text.text.as_bytes(), b"\r\r\n");
    let edit = |at: usize| (Span::new(at as u32, at as u32 + 1), String::new());
    let edits: Vec<(Span, String)> = doubled.map(edit).collect();
    (!edits.is_empty()).then(|| text.with(&edits))
}

/// The complaint about a document with nothing in it; the edit takes it out with the separator
/// below. Comments in it stay: they then are in front of the next document.
fn stray(text: &str, span: Span) -> StagedComplaint {
    let below = chars::line_end(text.as_bytes(), span.end as usize);
    let start = if text[span.range()].trim().is_empty() { span.start } else { span.end };
    let gone = Span::new(start, (below + 1).min(text.len()) as u32);
    let has_comment = text[span.end as usize..below].contains('#');
    let edits = if has_comment { Vec::new() } else { vec![(gone, String::new())] };
    let complaint = Complaint::new(
        ComplaintKind::StrayDocument,
        Diagnostic::new(Span::new(span.end, below as u32), "this separator ends an empty document")
            .with_help("remove one of the two separators"),
    )
    .edits(Safety::Safe, edits);
    StagedComplaint::new(DecodeStage::Never, 0, complaint)
}

/// Text after the end of a document, which Kubernetes never reads.
fn lost(text: &str, rest: YamlToken) -> Option<StagedComplaint> {
    let mut at = rest.span.start as usize;
    let marker = matches!(rest.kind, TokenKind::DocumentEnd | TokenKind::DocumentStart);
    let mut edits = Vec::new();
    if rest.kind == TokenKind::DocumentEnd {
        edits.push((rest.span, "---".to_owned()));
    }
    if marker {
        at = rest.span.end as usize;
    }
    let mut content = None;
    for line in text[at..].split_inclusive('\n') {
        let body = line.trim();
        let comment = body.starts_with('#') || (marker && body == "...");
        if !body.is_empty() && !comment {
            content = Some(at + line.len() - line.trim_start().len());
            break;
        }
        at += line.len();
    }
    let start = content?;
    let end = chars::line_end(text.as_bytes(), start);
    let span = Span::new(start as u32, end as u32);
    let mut diagnostic =
        Diagnostic::new(span, "this is never read, because the document ends before it");
    if marker {
        diagnostic
            .help("separate objects with a line `---`")
            .related(rest.span, "the document ends here");
    } else {
        diagnostic.help("separate objects with a line `---`; a document contains only one value");
    }
    let complaint = Complaint::new(ComplaintKind::LostDocument, diagnostic);
    Some(StagedComplaint::new(DecodeStage::Never, 0, complaint.edits(Safety::Safe, edits)))
}

/// Keeps all places inside the document, where a line break was added after it.
fn clamp(parsed: &mut ParsedDocument, end: u32) {
    for event in parsed.events.iter_mut().rev() {
        if event.span.end <= end && event.span.start <= end {
            break;
        }
        event.span.start = event.span.start.min(end);
        event.span.end = event.span.end.min(end);
    }
}

fn not_an_object(tree: &Tree) -> StagedComplaint {
    let root = tree.root();
    let what = if root.is_list() { "a list" } else { "a single value" };
    let complaint = Complaint::new(
        ComplaintKind::NotAnObject,
        Diagnostic::new(
            root.span(),
            text!("the document must be an object, not {}", text::name(what)),
        )
        .with_help("start the manifest with `apiVersion:` and `kind:`"),
    );
    StagedComplaint::new(DecodeStage::Object, 0, complaint)
}

/// The first character that is not allowed, or byte that is none. Kubernetes reads ahead in blocks
/// of 512 bytes and stops at the first block that holds one, if it gets so far.
fn forbidden(
    text: &str,
    start: usize,
    encoding: Option<&'static str>,
    reached: u32,
) -> Option<StagedComplaint> {
    let control = chars::forbidden(text, start);
    let undecoded = encoding.and_then(|_| Some(start + text[start..].find('\u{FFFD}')?));
    let at = match (control, undecoded) {
        (None, None) => return None,
        (Some((at, _)), None) | (None, Some(at)) => at,
        (Some((one, _)), Some(other)) => one.min(other),
    };
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
    let noticed = reached as usize + 4 > block;
    let c = text[at..].chars().next()?;
    let span = Span::new(at as u32, (at + c.len_utf8()) as u32);
    let complaint = match encoding {
        Some(name) if c == '\u{FFFD}' => Complaint::new(
            ComplaintKind::Encoding,
            Diagnostic::new(span, text!("this is not valid {}", text::name(name)))
                .with_help("save the file as UTF-8"),
        ),
        _ => {
            let code = text::name(format!("{:04X}", c as u32));
            let message = text!("the control character U+{} is not allowed", code);
            Complaint::new(
                ComplaintKind::Syntax,
                Diagnostic::new(span, message)
                    .with_help("remove it, or write it as an escape in double quotes"),
            )
            .edits(Safety::Unsafe, vec![(span, String::new())])
        }
    };
    Some(StagedComplaint::new(
        if noticed { DecodeStage::Fetch } else { DecodeStage::Never },
        0,
        complaint,
    ))
}

/// The line that Kubernetes' message names: its scanner counts from 1, its parser from 0, and
/// neither names the first.
fn reported_line(bytes: &[u8], start: usize, fault: ScanError) -> Option<u32> {
    let line = chars::count_lines(bytes, start, fault.at as usize) + u32::from(fault.past_end);
    let line = match fault.stage {
        ParserStage::Scanner => line + u32::from(line > 0),
        ParserStage::Parser => line,
    };
    (line > 0).then_some(line)
}

/// Sorts complaints, finds the one that Kubernetes stops at, fills in the lines that it names.
fn settle(
    bytes: &[u8],
    start: u32,
    found: Vec<StagedComplaint>,
    reported_line: Option<u32>,
) -> (Vec<Complaint>, Option<u32>) {
    let first = found
        .iter()
        .enumerate()
        .filter(|(_, found)| found.step != DecodeStage::Never)
        .min_by_key(|(at, found)| (found.step, found.order, *at))
        .map(|(at, _)| at);
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|at| (found[*at].complaint.at.start, *at));
    let refusal = first.and_then(|first| order.iter().position(|at| *at == first));
    let compares = first.is_some_and(|first| found[first].step == DecodeStage::Compare);
    let mut found: Vec<Option<StagedComplaint>> = found.into_iter().map(Some).collect();
    let mut complaints: Vec<Complaint> = Vec::with_capacity(found.len());
    let mut line = (start, 1);
    let mut places: Vec<(u32, usize)> = Vec::new();
    for at in order {
        let Some(mut found) = found[at].take() else { continue };
        if let (DecodeStage::Compare, Some(offset)) = (found.step, found.reported_at)
            && compares
        {
            places.push((offset, complaints.len()));
        }
        if found.step == DecodeStage::Read && found.complaint.kind != ComplaintKind::UnknownAlias {
            found.complaint.reported_line = reported_line;
        }
        complaints.push(found.complaint);
    }
    places.sort_unstable();
    for (offset, complaint) in places {
        line.1 += chars::count_lines(bytes, line.0 as usize, offset as usize);
        line.0 = line.0.max(offset);
        complaints[complaint].reported_line = Some(line.1);
    }
    (complaints, refusal.map(|at| at as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_read_as_short_ones() {
        let broken = "kind: Service\nspec:\n  ports: [80\n  a: \"b\n---\n";
        let whole = "# one\nkind: Pod\nmetadata: {name: a, name: b}\n---\n";
        let short = format!("{broken}{whole}{broken}");
        let long =
            format!("{short}{}", "kind: Pod # more\n---\n".repeat(parallel::MANY_BYTES / 20));
        let (short, long) = (parse(&short.into()), parse(&long.into()));
        assert!(long.len() > 1000);
        let reported = |document: &Document| {
            let reported_line = document.complaints.iter().map(|c| (c.at, c.message.clone()));
            (
                document.index,
                document.span,
                reported_line.collect::<Vec<_>>(),
                document.damaged.clone(),
            )
        };
        for (a, b) in short.iter().zip(&long).take(3) {
            assert_eq!(reported(a), reported(b));
            assert!(!a.complaints.is_empty());
        }
        assert!(long[3..].iter().all(|document| document.complaints.is_empty()));
    }
}
