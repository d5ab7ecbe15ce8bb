//! Lines that are indented more or less than their neighbours.

use super::{
    super::tree::NodeStyle,
    Repair,
    key::clip,
    view::{OpenBlock, View},
};
use crate::{input::Span, text};

/// How many columns are tried.
const TARGETS: usize = 3;

/// Fields at the root of an object.
const ROOT_FIELDS: &[&str] = &[
    "apiVersion",
    "kind",
    "metadata",
    "spec",
    "status",
    "data",
    "stringData",
    "type",
    "rules",
    "subjects",
    "roleRef",
    "webhooks",
    "items",
    "parameters",
    "provisioner",
    "subsets",
    "handler",
];

/// Moves the line at which the reader gave up, what belongs to it, its neighbours, or the lines in
/// front of it; what leaves the best order wins.
pub(super) fn suspects(view: &View<'_>) -> Vec<Repair> {
    let line = view.line(view.at);
    let column = view.indent(line);
    let body = view.body(line);
    if body.is_empty() || body.starts_with('#') || view.text[line..line + column].contains('\t') {
        return Vec::new();
    }
    let mut repairs = Vec::new();
    for target in targets(view, line, column) {
        let ends = [view.next_line(line), view.block_end(line), view.siblings_end(line)];
        for (at, end) in ends.into_iter().enumerate() {
            if !ends[..at].contains(&end) {
                repairs.push(moved(view, line, end, target));
            }
        }
        repairs.extend(earlier_moved(view, line, column, target));
    }
    let previous = previous_moved(view, line, column);
    if above_fits(view, line, column) {
        repairs.splice(0..0, previous);
    } else {
        repairs.extend(previous);
    }
    repairs.extend(previous_out(view, line, column));
    repairs.extend(stray_dash(view, line, column));
    repairs.extend(into_block(view, line, column));
    for repair in &mut repairs {
        repair.rival = true;
    }
    repairs
}

fn is_item(body: &str) -> bool {
    body == "-" || body.starts_with("- ")
}

/// The collections that the line may belong to, the nearest column first.
fn targets(view: &View<'_>, line: usize, column: usize) -> Vec<OpenBlock> {
    let body = view.body(line);
    let item = is_item(body);
    let mut targets: Vec<OpenBlock> = Vec::new();
    for open in view.open().into_iter().rev() {
        // A list may be as far out as the key above it.
        let fits = (open.list == item || item) && open.column != column;
        if fits && targets.iter().all(|known| known.column != open.column) {
            targets.push(open);
        }
    }
    // What follows at a known column is likely a neighbour.
    let next = view.next_body(line).map(|next| view.indent(next));
    if let Some(beside) = next_beside(view, line, item)
        && targets.iter().all(|known| known.column != beside.column)
    {
        targets.push(beside);
    }
    let root = body.split(':').next().is_some_and(|key| ROOT_FIELDS.contains(&key));
    targets.sort_by_key(|open| {
        let far = open.column.abs_diff(column);
        (far, root && open.column > 0, next != Some(open.column))
    });
    targets.truncate(TARGETS);
    targets
}

/// The column that the next line speaks for: its own, or that of the dash it belongs to.
fn next_beside(view: &View<'_>, line: usize, item: bool) -> Option<OpenBlock> {
    let next = view.next_body(line)?;
    let column = view.indent(next);
    let above = view.previous_body(line)?;
    let inside = view.opens(above) && column > view.indent(above) && !is_item(view.body(next));
    let column = if item { column.checked_sub(2)? } else { column };
    let moves = inside && column != view.indent(line);
    moves.then_some(OpenBlock { list: item, column, start: next + view.indent(next) })
}

/// What a line is called, and where it is shown.
fn named(view: &View<'_>, line: usize) -> (text::Text, Span) {
    let start = line + view.indent(line);
    if is_item(view.body(line)) {
        return ("this list item".into(), View::span(start, start + 1));
    }
    let word = view.word(start);
    (text!("`{}`", clip(&view.text[word.range()])), word)
}

fn advice(column: usize) -> text::Text {
    match column {
        0 => "move it to the start of the line".into(),
        1 => "indent it by 1 space".into(),
        spaces => text!("indent it by {} spaces", text::name(spaces)),
    }
}

fn misplaced(view: &View<'_>, line: usize, column: usize) -> Repair {
    let (what, span) = named(view, line);
    let old = view.indent(line);
    Repair::new(
        span,
        text!(
            "{} is indented by {}, but its siblings by {}",
            what,
            text::name(old),
            text::name(column)
        ),
    )
    .help(advice(column))
}

/// The repair that moves lines to the column of a collection.
fn moved(view: &View<'_>, line: usize, end: usize, target: OpenBlock) -> Repair {
    let neighbour = if target.list { "first item of the list" } else { "first key of the map" };
    let other = View::span(target.start, view.word(target.start).end as usize);
    let edits = shift(view, line, end, view.indent(line), target.column);
    misplaced(view, line, target.column).related(other, neighbour).edits(edits)
}

/// The repairs that move the keys or items in front instead.
fn earlier_moved(view: &View<'_>, line: usize, column: usize, target: OpenBlock) -> Vec<Repair> {
    let first = view.line(target.start);
    if first >= line || view.indent(first) != target.column {
        return Vec::new();
    }
    let all = shift(view, first, line, target.column, column);
    let beside = |(span, _): &&(Span, String)| view.indent(span.start as usize) == target.column;
    let own: Vec<(Span, String)> = all.iter().filter(beside).cloned().collect();
    let repair = misplaced(view, first, column).related(named(view, line).1, "one of its siblings");
    let mut repairs = vec![repair.clone().edits(own)];
    if repairs[0].edits.len() < all.len() {
        repairs.push(repair.edits(all));
    }
    repairs
}

/// The repair that moves a key which is further in than its own values.
fn previous_out(view: &View<'_>, line: usize, column: usize) -> Option<Repair> {
    let previous = view.previous_body(line)?;
    let above = view.previous_body(previous)?;
    let old = view.indent(previous);
    let new = view.indent(above) + if view.opens(above) { view.step() } else { 0 };
    if !view.opens(previous) || old < column || new >= old {
        return None;
    }
    let repair = misplaced(view, previous, new).related(named(view, line).1, "this belongs to it");
    Some(repair.edits(shift(view, previous, line, old, new)))
}

/// The repair that moves only the line above.
fn previous_moved(view: &View<'_>, line: usize, column: usize) -> Option<Repair> {
    let previous = view.previous_body(line)?;
    let body = view.body(previous);
    let old = view.indent(previous);
    if old >= column || is_item(body) || !body.contains(": ") || body.starts_with('#') {
        return None;
    }
    let repair =
        misplaced(view, previous, column).related(named(view, line).1, "one of its siblings");
    Some(repair.edits(shift(view, previous, line, old, column)))
}

/// Whether the line above the previous one is where this one does: the odd one is between.
fn above_fits(view: &View<'_>, line: usize, column: usize) -> bool {
    let above = view.previous_body(line).and_then(|previous| view.previous_body(previous));
    above.is_some_and(|above| view.indent(above) == column)
}

/// The repair that takes a dash away.
fn stray_dash(view: &View<'_>, line: usize, column: usize) -> Option<Repair> {
    let rest = view.body(line).strip_prefix("- ")?;
    let start = line + column;
    let gone = View::span(start, start + 2 + rest.len() - rest.trim_start().len());
    Some(
        Repair::new(View::span(start, start + 1), "unexpected list item among keys")
            .help("remove the `-`")
            .edits(vec![(gone, String::new())]),
    )
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

/// A line that is indented less than the `|` or `>` string it belongs to.
fn into_block(view: &View<'_>, line: usize, column: usize) -> Option<Repair> {
    let above = view.parsed.last_scalar;
    if !matches!(above.style, NodeStyle::Literal | NodeStyle::Folded) {
        return None;
    }
    let start = above.span.start as usize;
    let first = view.next_body(view.line(start))?;
    let inner = view.indent(first);
    if first >= line || inner <= column {
        return None;
    }
    let edits = shift(view, line, view.siblings_end(line), column, inner);
    Some(
        Repair::new(
            view.word(line + column),
            "this line is not indented enough to be part of the block string before it",
        )
        .help(text!("indent it by {} spaces to make it part of the string", text::name(inner)))
        .related(View::span(start, start + 1), "the block string")
        .edits(edits),
    )
}
