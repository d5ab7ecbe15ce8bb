//! What is wrong with a text that is not YAML.

use super::{
    chars,
    complaint::{Complaint, ComplaintKind},
    scan::{Fault, Problem},
};
use crate::input::Span;

/// Says what is wrong where the reader gave up.
pub(super) fn explain(text: &str, fault: Fault) -> Complaint {
    let at = fault.at as usize;
    let end = chars::line_end(text.as_bytes(), at);
    let span = Span::new(fault.at, end.max(at) as u32);
    let tab = text.as_bytes().get(at) == Some(&b'\t');
    let kind = match fault.problem {
        Problem::TabInBlock | Problem::TabInPlain => ComplaintKind::Tab,
        Problem::BadStart if tab => ComplaintKind::Tab,
        Problem::TooDeep => ComplaintKind::TooDeep,
        _ => ComplaintKind::Syntax,
    };
    let message = if kind == ComplaintKind::Tab {
        "a tab stands in the indentation"
    } else {
        message(fault.problem)
    };
    let context = chars::line_end(text.as_bytes(), fault.context as usize) as u32;
    let complaint = Complaint::new(kind, span, message);
    if context < span.start {
        return complaint.related(Span::new(fault.context, context), "read since here");
    }
    complaint
}

const fn message(problem: Problem) -> &'static str {
    match problem {
        Problem::NoColon => "a key without a colon",
        Problem::StrayColon => "a mapping cannot begin here",
        Problem::StrayDash => "a list item cannot begin here",
        Problem::StrayQuestion => "a key cannot begin here",
        Problem::BadStart => "no value can begin with this character",
        Problem::TabInPlain | Problem::TabInBlock => "a tab stands in the indentation",
        Problem::MarkerInQuotes => "a document marker stands inside quotes",
        Problem::OpenQuote => "a quote is never closed",
        Problem::BadEscape => "double quotes know no such escape",
        Problem::BadHex => "the escape needs hexadecimal digits",
        Problem::BadCodePoint => "the escape names no character",
        Problem::BadAnchor => "the name of an anchor or alias holds letters and digits only",
        Problem::BadTag => "the tag is malformed",
        Problem::BadDirective => "a line that begins with `%` is a directive, and this is none",
        Problem::BadBlockHeader => "text stands behind `|` or `>`",
        Problem::TooDeep => "nested deeper than Kubernetes reads",
        Problem::NoKey => "a key was expected",
        Problem::NoDash => "a list item was expected",
        Problem::OpenSequence => "neither `,` nor `]` closes the list item",
        Problem::OpenMapping => "neither `,` nor `}` closes the entry",
        Problem::NoValue => "a value was expected",
        Problem::UnknownTagHandle => "the tag's handle is not declared",
        Problem::NoDocumentStart => "`---` was expected behind the directive",
        Problem::WrongVersion => "Kubernetes reads YAML 1.1 only",
    }
}
