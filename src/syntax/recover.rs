//! Reading on after a fault: the likeliest repair is put into the text and it is read again, so
//! that one typo is one complaint and the rest of the document still has a value.

use super::{
    chars,
    complaint::{Complaint, ComplaintKind},
    events::{self, ParsedDocument},
    patch::Patched,
    repair::{self, Repair},
    scan::{ScanError, ScanProblem, TokenKind},
    stage::MAX_COMPLAINTS,
};
use crate::{
    diagnostic::{Diagnostic, Safety},
    input::Span,
};

/// What could be read of a broken document.
pub(super) struct Recovered {
    /// Its places are those of the source.
    pub(super) parsed: ParsedDocument,
    /// In the order in which the reader met them; the first is what Kubernetes stops at.
    pub(super) complaints: Vec<Complaint>,
    /// Where a repair was a guess, or text was left out.
    pub(super) damaged: Vec<u32>,
}

/// How many bytes may be read again for repairs, in all documents of a text.
pub(super) struct Budget(usize);

impl Budget {
    /// With which nothing is repaired.
    pub(super) const fn none() -> Budget {
        Budget(0)
    }

    pub(super) fn of(text: &str) -> Budget {
        Budget(16 * 1024 * 1024 + 4 * text.len())
    }

    fn spend(&mut self, bytes: usize) -> bool {
        let enough = self.0 >= bytes;
        self.0 = self.0.saturating_sub(bytes);
        enough
    }
}

/// Reads a text in which a fault may be; the reader looked at `reached` bytes of it before.
pub(super) fn recover(mut text: Patched<'_>, reached: u32, budget: &mut Budget) -> Recovered {
    let mut parsed = events::events(&text.text, 0);
    let mut complaints = Vec::new();
    let mut damaged = Vec::new();
    while let Some(fault) = parsed.fault {
        // No repair of one place helps a text that is too deep.
        let enough = complaints.len() >= MAX_COMPLAINTS || fault.problem == ScanProblem::TooDeep;
        let repair = if enough { None } else { find_repair(&text, fault, &parsed, budget) };
        let Some(repair) = repair else {
            complaints.push(explain(&text, fault));
            damaged.push(text.origin(fault.at as usize) as u32);
            break;
        };
        if !repair.sure {
            damaged.push(repair.complaint.at.start);
            damaged.push(text.origin(fault.at as usize) as u32);
        }
        complaints.push(repair.complaint);
        text = repair.text;
        parsed = repair.parsed;
    }
    place(&mut parsed, &text);
    parsed.reached = reached;
    Recovered { parsed, complaints, damaged }
}

struct Recovery<'t> {
    complaint: Complaint,
    sure: bool,
    text: Patched<'t>,
    parsed: ParsedDocument,
}

/// Tries what may have been meant; the first that lets the rest be read wins, else the one that
/// leads furthest, else the broken lines are left out.
fn find_repair<'t>(
    text: &Patched<'t>,
    fault: ScanError,
    parsed: &ParsedDocument,
    budget: &mut Budget,
) -> Option<Recovery<'t>> {
    let line_end = chars::line_end(text.text.as_bytes(), fault.at as usize);
    let mut best: Option<(Recovery<'t>, usize)> = None;
    let mut reach = text.origin(line_end) + 1;
    for candidate in repair::suspects(&text.text, fault, parsed) {
        let Some((patched, parsed, reached)) = attempt(text, &candidate.edits, budget) else {
            break;
        };
        if reached < reach {
            continue;
        }
        let disorder = repair::disorder(&patched.text, &parsed);
        let better = best.as_ref().is_none_or(|(_, least)| reached > reach || disorder < *least);
        if better {
            let complaint = complaint(text, fault, &candidate);
            reach = reached;
            best = Some((
                Recovery { complaint, sure: candidate.sure, text: patched, parsed },
                disorder,
            ));
        }
        if reached == usize::MAX && !candidate.rival {
            break;
        }
    }
    if let Some((repair, _)) = best {
        return Some(repair);
    }
    for edits in repair::leave_out(&text.text, fault, parsed) {
        let (patched, parsed, reached) = attempt(text, &edits, budget)?;
        if reached > text.origin(fault.at as usize) {
            let complaint = explain(text, fault);
            return Some(Recovery { complaint, sure: false, text: patched, parsed });
        }
    }
    None
}

/// Reads the text with some edits; how far that leads in the source.
fn attempt<'t>(
    text: &Patched<'t>,
    edits: &[(Span, String)],
    budget: &mut Budget,
) -> Option<(Patched<'t>, ParsedDocument, usize)> {
    if !budget.spend(text.text.len()) {
        return None;
    }
    let text = text.with(edits);
    let parsed = events::events(&text.text, 0);
    let junk = parsed.rest.filter(|rest| rest.kind != TokenKind::DocumentStart);
    let stop = parsed.fault.map(|fault| fault.at).or(junk.map(|rest| rest.span.start));
    let reached = stop.map_or(usize::MAX, |stop| text.origin(stop as usize));
    Some((text, parsed, reached))
}

/// The complaint about a typo, in places of the source.
fn complaint(text: &Patched<'_>, fault: ScanError, candidate: &Repair) -> Complaint {
    let suspected = &candidate.diagnostic;
    let in_source = suspected.clone().map(|span| text.origin_span(span));
    let mut complaint = Complaint::new(candidate.kind, in_source);
    let at = fault.at as usize;
    let line = chars::line_start(text.text.as_bytes(), at);
    let far = |span: Span| (span.end as usize) <= line;
    let elsewhere = far(suspected.at) && suspected.related.iter().all(|label| far(label.at));
    if elsewhere && at < text.text.trim_end().len() {
        let stop = Span::new(fault.at, chars::word_end(text.text.as_bytes(), at) as u32);
        complaint.related(text.origin_span(stop), "the YAML parser stops here");
    }
    let edits = candidate.edits.iter().map(|(at, new)| (text.origin_span(*at), new.clone()));
    if candidate.safety > Safety::Shown && candidate.edits.iter().all(|(at, _)| text.intact(*at)) {
        complaint = complaint.edits(candidate.safety, edits.collect());
    }
    complaint
}

/// What is wrong, if only the place is known at which the YAML parser stops.
fn explain(text: &Patched<'_>, fault: ScanError) -> Complaint {
    let bytes = text.text.as_bytes();
    let quotes = matches!(fault.problem, ScanProblem::OpenQuote | ScanProblem::MarkerInQuotes);
    let at = if quotes { fault.context } else { fault.at } as usize;
    let span = Span::new(at as u32, chars::word_end(bytes, at) as u32);
    let kind = match fault.problem {
        ScanProblem::TabInBlock | ScanProblem::TabInPlain => ComplaintKind::Tab,
        ScanProblem::TooDeep => ComplaintKind::TooDeep,
        _ => ComplaintKind::Syntax,
    };
    let mut diagnostic = Diagnostic::new(text.origin_span(span), message(fault.problem));
    let context = fault.context as usize;
    if chars::line_end(bytes, context) < at {
        let start = Span::new(fault.context, chars::word_end(bytes, context) as u32);
        diagnostic.related(text.origin_span(start), "it starts here");
    }
    Complaint::new(kind, diagnostic)
}

const fn message(problem: ScanProblem) -> &'static str {
    match problem {
        ScanProblem::NoColon => "missing `:` after a key",
        ScanProblem::StrayColon => "a key is not allowed here",
        ScanProblem::StrayDash => "a list item is not allowed here",
        ScanProblem::StrayQuestion => "a key with `?` is not allowed here",
        ScanProblem::BadStart => "a value cannot start with this character",
        ScanProblem::TabInPlain | ScanProblem::TabInBlock => "tabs are not allowed in indentation",
        ScanProblem::MarkerInQuotes => "document marker inside a quoted string",
        ScanProblem::OpenQuote => "unclosed quote",
        ScanProblem::BadEscape => "unknown escape in double quotes",
        ScanProblem::BadHex => "the escape requires hexadecimal digits",
        ScanProblem::BadCodePoint => "the escape is not a valid character",
        ScanProblem::BadAnchor => {
            "the name of an anchor or alias must consist of letters, digits, `-` and `_`"
        }
        ScanProblem::BadTag => "invalid tag",
        ScanProblem::BadDirective => "a line that starts with `%` must be a valid directive",
        ScanProblem::BadBlockHeader => "text is not allowed after `|` or `>` on the same line",
        ScanProblem::TooDeep => "nested deeper than the YAML parser allows",
        ScanProblem::NoKey => "expected a key",
        ScanProblem::NoDash => "expected a list item",
        ScanProblem::OpenSequence => "expected `,` or `]`",
        ScanProblem::OpenMapping => "expected `,` or `}`",
        ScanProblem::NoValue => "expected a value",
        ScanProblem::UnknownTagHandle => "undeclared tag handle",
        ScanProblem::NoDocumentStart => "expected `---` after the directive",
        ScanProblem::WrongVersion => "Kubernetes supports only YAML 1.1",
    }
}

/// Gives all places of what was read as places of the source.
fn place(parsed: &mut ParsedDocument, text: &Patched<'_>) {
    for event in &mut parsed.events {
        event.span = text.origin_span(event.span);
        if event.kind != events::EventKind::Scalar || event.decoded {
            continue;
        }
        let value = Span::new(event.from, event.to);
        if text.intact(value) {
            let value = text.origin_span(value);
            (event.from, event.to) = (value.start, value.end);
        } else {
            event.decoded = true;
            event.from = parsed.decoded.len() as u32;
            parsed.decoded.push_str(&text.text[value.range()]);
            event.to = parsed.decoded.len() as u32;
        }
    }
    for comment in &mut parsed.comments {
        *comment = text.origin_span(*comment);
    }
    if let Some(rest) = &mut parsed.rest {
        rest.span = text.origin_span(rest.span);
    }
}
