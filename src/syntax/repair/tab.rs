//! Tabs where YAML allows only spaces.

use super::{
    super::{
        complaint::ComplaintKind,
        events::{self, Event},
        scan::ScanProblem,
    },
    Repair,
    view::View,
};
use indexmap::IndexSet;

use crate::{diagnostic::Safety, input::Span, text, text::name};

pub(super) fn suspects(view: &View<'_>) -> Vec<Repair> {
    let here = view.bytes.get(view.at) == Some(&b'\t');
    let line = view.line(view.at);
    let front = &view.text[line..line + view.indent(line)];
    let stumbled = matches!(view.fault.problem, ScanProblem::TabInPlain | ScanProblem::TabInBlock)
        || (here && view.fault.problem == ScanProblem::BadStart);
    if here && stumbled && !front.contains('\t') {
        return vec![behind_indicator(view)];
    }
    if !front.contains('\t') {
        return Vec::new();
    }
    in_indentation(view, line)
}

/// `-⇥name`.
fn behind_indicator(view: &View<'_>) -> Repair {
    let blanks = view.bytes[view.at..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    let span = View::span(view.at, view.at + blanks);
    let mut repair = Repair::new(span, "a tab is not allowed here")
        .help("replace it with a space")
        .edits(vec![(span, " ".into())])
        .sure();
    repair.kind = ComplaintKind::Tab;
    repair.safety = Safety::Safe;
    repair
}

/// Tabs at the beginning of lines. All lines that begin with one are repaired at once, by the
/// width that lets most of the text be read.
fn in_indentation(view: &View<'_>, line: usize) -> Vec<Repair> {
    let step = view.step();
    let mut widths = vec![step];
    widths.extend([2, 4, 8, 1, 0].into_iter().filter(|width| *width != step));
    let begun: Vec<usize> = view
        .lines(line, view.text.len())
        .filter(|at| *at == line || view.bytes.get(*at) == Some(&b'\t'))
        .collect();
    let mut repairs: Vec<Repair> = widths
        .iter()
        .map(|width| {
            let edits = begun.iter().filter_map(|at| expand(view, *at, *width)).collect();
            described(view, line, *width, begun.len(), edits)
        })
        .collect();
    if one_meaning(view, &repairs) {
        for repair in &mut repairs {
            repair.safety = Safety::Safe;
            repair.sure = true;
        }
        return repairs;
    }
    repairs.extend(columns(view, line).into_iter().map(|column| {
        let span = View::span(line, line + view.indent(line));
        let mut repair = described(view, line, 0, 1, vec![(span, " ".repeat(column))]);
        let help = text!(
            "YAML does not allow tabs for indentation; indent the line by {} spaces",
            name(column)
        );
        repair = repair.help(help);
        repair
    }));
    for repair in &mut repairs {
        repair.rival = true;
    }
    repairs
}

/// The columns at which a line may start.
fn columns(view: &View<'_>, line: usize) -> Vec<usize> {
    let mut columns: Vec<usize> = view.open().iter().rev().map(|open| open.column).collect();
    if let Some(above) = view.previous_body(line).filter(|above| view.opens(*above)) {
        columns.insert(0, view.indent(above) + view.step());
    }
    let mut known = IndexSet::new();
    columns.retain(|column| known.insert(*column));
    columns.truncate(6);
    columns
}

fn described(
    view: &View<'_>,
    line: usize,
    width: usize,
    count: usize,
    edits: Vec<(Span, String)>,
) -> Repair {
    let front = &view.text[line..line + view.indent(line)];
    let from = line + front.find('\t').unwrap_or(0);
    let tabs = front.trim_start_matches(' ').trim_end_matches(' ').len();
    let message = match count {
        1 => "this line is indented with a tab".into(),
        _ => text!("{} lines are indented with tabs", name(count)),
    };
    let help = match width {
        0 => "YAML does not allow tabs for indentation; remove them".into(),
        1 => "YAML does not allow tabs for indentation; replace each with a space".into(),
        _ => text!(
            "YAML does not allow tabs for indentation; replace each with {} spaces",
            name(width)
        ),
    };
    let mut repair = Repair::new(View::span(from, from + tabs), message).help(help).edits(edits);
    repair.kind = ComplaintKind::Tab;
    repair
}

/// The spaces that the tabs in front of a line become, with tab stops every `width` columns.
fn expand(view: &View<'_>, line: usize, width: usize) -> Option<(Span, String)> {
    let length = view.indent(line);
    let mut columns = 0;
    for blank in &view.bytes[line..line + length] {
        match (blank, width) {
            (b'\t', 0) => {}
            (b'\t', _) => columns += width - columns % width,
            _ => columns += 1,
        }
    }
    if view.body(line).is_empty() {
        columns = 0;
    }
    let span = View::span(line, line + length);
    let spaces = " ".repeat(columns);
    (view.text[span.range()] != spaces).then_some((span, spaces))
}

/// Whether all widths with which the text can be read give the same values.
fn one_meaning(view: &View<'_>, repairs: &[Repair]) -> bool {
    if view.text.len() > 1 << 16 {
        return false;
    }
    let mut meanings = repairs.iter().filter_map(|repair| {
        let text = super::super::patch::Patched::new(view.text, 0, view.text.len());
        let text = text.with(&repair.edits);
        let parsed = events::events(&text.text, 0);
        let value = |event: &Event| {
            let whole = if event.decoded { &parsed.decoded } else { text.text.as_ref() };
            let scalar = event.kind == events::EventKind::Scalar;
            let range = event.from as usize..event.to as usize;
            (event.kind as u8, whole.get(range).filter(|_| scalar).map(str::to_owned))
        };
        parsed.fault.is_none().then(|| parsed.events.iter().map(value).collect::<Vec<_>>())
    });
    let Some(first) = meanings.next() else { return false };
    meanings.all(|other| other == first)
}
