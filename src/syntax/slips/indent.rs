//! Lines that stand further in or out than their neighbours.

use super::{
    super::tree::Style,
    Slip,
    key::clip,
    view::{Open, View},
};
use crate::input::Span;

/// How many columns are tried.
const TARGETS: usize = 3;

/// Moves the line at which the reader gave up, with what belongs to it, to the columns of open
/// collections; then the same with its neighbours.
pub(super) fn suspects(view: &View<'_>) -> Vec<Slip> {
    let line = view.line(view.at);
    let column = view.indent(line);
    let body = view.body(line);
    if body.is_empty() || body.starts_with('#') || view.text[line..line + column].contains('\t') {
        return Vec::new();
    }
    let mut slips = Vec::new();
    for target in targets(view, line, column) {
        let own = view.block_end(line);
        slips.push(moved(view, line, own, target));
        let all = view.siblings_end(line);
        if all > own {
            slips.push(moved(view, line, all, target));
        }
    }
    slips.extend(into_block(view, line, column));
    slips
}

fn is_item(body: &str) -> bool {
    body == "-" || body.starts_with("- ")
}

/// The collections that the line may belong to, the nearest column first.
fn targets(view: &View<'_>, line: usize, column: usize) -> Vec<Open> {
    let item = is_item(view.body(line));
    let mut targets: Vec<Open> = Vec::new();
    for open in view.open().into_iter().rev() {
        let fits = open.list == item && open.column != column;
        if fits && targets.iter().all(|known| known.column != open.column) {
            targets.push(open);
        }
    }
    // What follows at a known column is likely a neighbour.
    let next = view.next_body(line).map(|next| view.indent(next));
    targets.sort_by_key(|open| {
        let far = open.column.abs_diff(column);
        (far, next != Some(open.column))
    });
    targets.truncate(TARGETS);
    targets
}

/// The repair that moves lines to the column of a collection.
fn moved(view: &View<'_>, line: usize, end: usize, target: Open) -> Slip {
    let column = view.indent(line);
    let edits = shift(view, line, end, column, target.column);
    let body = view.body(line);
    let start = line + column;
    let (what, span) = if is_item(body) {
        ("this list item".to_owned(), View::span(start, start + 1))
    } else {
        let word = view.word(start);
        (format!("`{}`", clip(&view.text[word.range()])), word)
    };
    let neighbour = if target.list { "first item of the list" } else { "first key beside it" };
    let message = format!("{what} is indented by {column}, its neighbours by {}", target.column);
    let help = match target.column {
        0 => "write it at the beginning of the line".to_owned(),
        1 => "indent it by one space".to_owned(),
        spaces => format!("indent it by {spaces} spaces"),
    };
    let other = View::span(target.start, view.word(target.start).end as usize);
    Slip::new(span, message).help(help).related(other, neighbour).edits(edits)
}

fn shift(view: &View<'_>, from: usize, to: usize, old: usize, new: usize) -> Vec<(Span, String)> {
    view.lines(from, to)
        .filter(|line| !view.body(*line).is_empty())
        .map(|line| {
            if new > old {
                (Span::at(line as u32), " ".repeat(new - old))
            } else {
                let gone = (old - new).min(view.indent(line));
                (View::span(line, line + gone), String::new())
            }
        })
        .collect()
}

/// A line that fell out of the `|` or `>` text above it.
fn into_block(view: &View<'_>, line: usize, column: usize) -> Option<Slip> {
    let above = view.parsed.last_scalar;
    if !matches!(above.style, Style::Literal | Style::Folded) {
        return None;
    }
    let first = view.next_body(view.line(above.span.start as usize))?;
    let inner = view.indent(first);
    if first >= line || inner <= column {
        return None;
    }
    let edits = shift(view, line, view.siblings_end(line), column, inner);
    let start = line + column;
    Some(
        Slip::new(view.word(start), "this line falls out of the text above it")
            .help(format!("indent it by {inner} spaces to keep it in the text"))
            .related(
                View::span(above.span.start as usize, above.span.start as usize + 1),
                "the text",
            )
            .edits(edits),
    )
}
