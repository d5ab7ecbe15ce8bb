//! Text that is not YAML yet: templates, and merge conflicts.

use super::{super::complaint::ComplaintKind, Repair, view::View};
use crate::{diagnostic::Safety, input::Span, text};

/// Lines of a merge that was not finished. The upper side is kept.
pub(super) fn conflict(view: &View<'_>) -> Option<Repair> {
    let here = view.line(view.at);
    let marker = |sign: &'static str| {
        move |line: &usize| {
            view.text[*line..]
                .strip_prefix(sign)
                .is_some_and(|rest| rest.starts_with([' ', '\n', '\r']))
        }
    };
    let from = view.lines(0, here + 1).filter(marker("<<<<<<<")).last()?;
    let middle = view.lines(from, view.text.len()).find(marker("======="))?;
    let last = view.lines(middle, view.text.len()).find(marker(">>>>>>>"))?;
    if view.next_line(last) <= here {
        return None;
    }
    let gone = |start: usize, end: usize| (View::span(start, end), String::new());
    Some(
        Repair::new(View::span(from, view.content_end(from)), "unresolved merge conflict")
            .help("keep one side and remove the `<<<<<<<`, `=======` and `>>>>>>>` lines")
            .edits(vec![gone(from, view.next_line(from)), gone(middle, view.next_line(last))])
            .shown(),
    )
}

/// A separator that is indented and therefore does not separate.
pub(super) fn marker(view: &View<'_>) -> Option<Repair> {
    let from = view.line((view.fault.context as usize).min(view.at));
    let line = view.lines(from, view.next_line(view.at)).find(|line| view.body(*line) == "---")?;
    let column = view.indent(line);
    let span = View::span(line + column, line + column + 3);
    let mut repair = Repair::new(span, "this `---` is indented, so it does not separate documents")
        .help("move it to the start of the line; until then, what follows is not checked")
        .edits(vec![(View::span(line, line + column), String::new())]);
    repair.kind = ComplaintKind::JoinedDocument;
    repair.safety = Safety::Safe;
    Some(repair)
}

/// A line that something else replaces as a whole: `__VOLUMES__`.
pub(super) fn placeholder(view: &View<'_>) -> Option<Repair> {
    let lines = [view.line(view.at), view.line((view.fault.context as usize).min(view.at))];
    let line = lines.into_iter().find(|line| is_placeholder(view.body(*line)))?;
    let (start, word) = (line + view.indent(line), view.body(line));
    Some(
        Repair::new(
            View::span(start, start + word.len()),
            text!("placeholder `{}` is not filled in", word),
        )
        .help("replace it with its value")
        .edits(vec![(whole_line(view, line), String::new())])
        .shown(),
    )
}

fn is_placeholder(word: &str) -> bool {
    let inner = word.strip_prefix("__").and_then(|rest| rest.strip_suffix("__"));
    let is_shouted = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    inner.is_some_and(|inner| {
        inner.starts_with(|c: char| c.is_ascii_uppercase()) && inner.chars().all(is_shouted)
    })
}

/// Markup of Helm, Jinja and their like.
pub(super) fn markup(view: &View<'_>) -> Vec<Repair> {
    let mut repairs = Vec::new();
    for line in [view.line(view.at), view.line((view.fault.context as usize).min(view.at))] {
        let body = view.body(line);
        let Some(found) = ["{{", "{%", "<%"].iter().find_map(|sign| body.find(sign)) else {
            continue;
        };
        let start = line + view.indent(line) + found;
        let end = view.content_end(start);
        let repair = Repair::new(View::span(start, end), "template markup is not valid YAML")
            .help("render the template first, for example with `helm template`")
            .shown();
        repairs.push(repair.clone().edits(vec![(whole_line(view, line), String::new())]));
        if let Some(colon) = body.find(": ").filter(|colon| *colon < found) {
            let value = line + view.indent(line) + colon + 2;
            repairs.push(repair.edits(super::value::quote(view, value, end)));
        }
    }
    repairs
}

fn whole_line(view: &View<'_>, line: usize) -> Span {
    View::span(line, view.next_line(line))
}
