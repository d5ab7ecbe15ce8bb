//! Typos that make a text unreadable, each with the fix that undoes it.
//!
//! What is suspected follows from where the YAML parser stops and from the lines around; a
//! suspicion is confirmed by reading the fixed text.

mod bracket;
mod indent;
mod key;
mod order;
mod tab;
mod template;
mod value;
mod view;

use super::{
    complaint::ComplaintKind,
    events::ParsedDocument,
    scan::{ScanError, ScanProblem},
};
use crate::{
    diagnostic::{Diagnostic, Safety},
    input::Span,
    text::Text,
};
pub(super) use order::disorder;
use view::View;

/// One thing that may have gone wrong. All places are those of the text that was read.
#[derive(Clone, Debug)]
pub(super) struct Repair {
    pub(super) kind: ComplaintKind,
    /// Without fix: whether the edits can be offered is decided when they have been tried.
    pub(super) diagnostic: Diagnostic<Span>,
    /// What undoes it, sorted.
    pub(super) edits: Vec<(Span, String)>,
    /// Whether the edits may be offered as a fix.
    pub(super) safety: Safety,
    /// Whether only the repaired text can have been meant; else nothing is reported as missing
    /// around it.
    pub(super) sure: bool,
    /// Whether others may explain the fault as well: then the order that is left decides.
    pub(super) rival: bool,
}

impl Repair {
    fn new(span: Span, message: impl Into<Text>) -> Repair {
        Repair {
            kind: ComplaintKind::Syntax,
            diagnostic: Diagnostic::new(span, message),
            edits: Vec::new(),
            safety: Safety::Unsafe,
            sure: false,
            rival: false,
        }
    }

    fn help(mut self, help: impl Into<Text>) -> Repair {
        self.diagnostic.help(help);
        self
    }

    fn related(mut self, span: Span, message: impl Into<Text>) -> Repair {
        self.diagnostic.related(span, message);
        self
    }

    fn edits(mut self, edits: Vec<(Span, String)>) -> Repair {
        self.edits = edits;
        self
    }

    fn insert(self, at: usize, text: impl Into<String>) -> Repair {
        self.edits(vec![(Span::at(at as u32), text.into())])
    }

    fn sure(mut self) -> Repair {
        self.sure = true;
        self
    }

    /// Not a repair to offer, only one to read on with.
    fn shown(mut self) -> Repair {
        self.safety = Safety::Shown;
        self
    }
}

/// What may have gone wrong, the likeliest first.
pub(super) fn suspects(text: &str, fault: ScanError, parsed: &ParsedDocument) -> Vec<Repair> {
    let view = View::new(text, fault, parsed);
    let mut repairs = Vec::new();
    repairs.extend(template::conflict(&view));
    repairs.extend(tab::suspects(&view));
    repairs.extend(value::invisible(&view));
    repairs.extend(template::markup(&view));
    if let Some(placeholder) = template::placeholder(&view) {
        // As a key it would mean nothing.
        repairs.push(placeholder);
        return repairs;
    }
    match fault.problem {
        ScanProblem::NoColon => {
            repairs.extend(template::marker(&view));
            repairs.extend(key::lost_dash_space(&view, fault.context as usize));
            repairs.extend(key::continued(&view, fault.context as usize));
            repairs.extend(key::lost_colon(&view, fault.context as usize));
            repairs.extend(value::long_quote(&view));
            repairs.extend(indent::suspects(&view));
        }
        ScanProblem::StrayColon => stray_colon(&view, &mut repairs),
        ScanProblem::NoKey | ScanProblem::NoDash => {
            repairs.extend(template::marker(&view));
            repairs.extend(key::lost_dash_space(&view, view.at));
            repairs.extend(value::behind_quotes(&view));
            repairs.extend(value::behind_alias(&view));
            repairs.extend(bracket::stray(&view));
            repairs.extend(indent::suspects(&view));
            repairs.extend(value::long_quote(&view));
        }
        ScanProblem::StrayDash => {
            repairs.extend(key::dash_behind_key(&view));
            repairs.extend(key::lost_dash_space(&view, view.at));
            repairs.extend(indent::suspects(&view));
        }
        ScanProblem::OpenQuote | ScanProblem::MarkerInQuotes => {
            repairs.extend(value::open_quote(&view));
        }
        ScanProblem::OpenSequence | ScanProblem::OpenMapping | ScanProblem::NoValue => {
            repairs.extend(bracket::suspects(&view));
            repairs.extend(value::long_quote(&view));
            repairs.extend(value::unquoted(&view));
        }
        ScanProblem::BadEscape => repairs.extend(value::backslash(&view)),
        ScanProblem::BadBlockHeader => repairs.extend(value::block_header(&view)),
        ScanProblem::WrongVersion | ScanProblem::BadDirective => {
            repairs.extend(value::directive(&view));
        }
        _ => repairs.extend(value::unquoted(&view)),
    }
    repairs
}

/// A colon where no key can be: after a value that began in front of it.
fn stray_colon(view: &View<'_>, repairs: &mut Vec<Repair>) {
    let scalar = view.parsed.last_scalar.span;
    let first = scalar.start as usize;
    if view.line(first) == view.line(view.at) {
        repairs.extend(value::colon_inside(view, first));
    } else if view.begins_line(first) {
        repairs.extend(template::marker(view));
        repairs.extend(key::lost_dash_space(view, first));
        repairs.extend(key::lost_colon(view, first));
        repairs.extend(indent::suspects(view));
    } else {
        repairs.extend(key::lost_dash_space(view, first));
        repairs.extend(indent::suspects(view));
        repairs.extend(key::lost_colon(view, first));
    }
    repairs.extend(value::long_quote(view));
    repairs.extend(bracket::suspects(view));
}

/// Ways to leave out what cannot be read, the smallest first.
pub(super) fn leave_out(
    text: &str,
    fault: ScanError,
    parsed: &ParsedDocument,
) -> Vec<Vec<(Span, String)>> {
    let view = View::new(text, fault, parsed);
    let broken = view.line(view.at);
    let began = view.line(fault.context as usize).min(broken);
    let first = if fault.problem == ScanProblem::NoColon { began } else { broken };
    let end = text.len();
    let ranges = [
        (first, view.block_end(first)),
        (began, view.block_end(broken)),
        (broken, end),
        (began, end),
    ];
    let gone =
        |(start, end): (usize, usize)| vec![(Span::new(start as u32, end as u32), String::new())];
    ranges.into_iter().map(gone).collect()
}
