//! Brackets and the commas between them.

use super::{
    super::{events::EventKind, scan::ScanProblem, tree::NodeStyle},
    Repair,
    view::View,
};
use crate::text;

/// A bracket that is not closed, or a comma that is missing.
pub(super) fn suspects(view: &View<'_>) -> Vec<Repair> {
    let (closers, start) = unclosed(view);
    if closers.is_empty() {
        return Vec::new();
    }
    let mut repairs = Vec::new();
    repairs.extend(comma(view));
    let opener = &view.text[start..=start];
    let span = View::span(start, start + 1);
    let first = view.content_end(start);
    let last = view.previous_body(view.line(view.at)).map(|line| view.content_end(line));
    let inner = &view.text[start + 1..first.max(start + 1)];
    if !inner.is_empty() && !inner.contains([',', ':', '"', '\'']) {
        // One plain word is not a collection.
        let repair = Repair::new(span, text!("unclosed `{}`", text::name(opener)));
        repairs.push(repair.help("remove it").edits(vec![(span, String::new())]));
    }
    let mut ends = vec![first];
    ends.extend(last.filter(|end| *end > first));
    for end in ends {
        repairs.push(
            Repair::new(span, text!("unclosed `{}`", text::name(opener)))
                .help(text!("add `{}` after the last item", text::name(&closers)))
                .insert(end, closers.clone()),
        );
    }
    repairs
}

/// The brackets that would close all open ones, the innermost first, and where the outermost is.
fn unclosed(view: &View<'_>) -> (String, usize) {
    let events = &view.parsed.events;
    let mut closers = Vec::new();
    let mut start = 0;
    for event in events.iter().filter(|e| matches!(e.kind, EventKind::List | EventKind::Map)) {
        let ended = events.get(event.from as usize).is_some_and(|end| end.to == 0);
        let at = event.span.start as usize;
        if ended
            || event.style != NodeStyle::Flow
            || !matches!(view.bytes.get(at), Some(b'[' | b'{'))
        {
            continue;
        }
        if closers.is_empty() {
            start = at;
        }
        closers.push(if event.kind == EventKind::List { ']' } else { '}' });
    }
    (closers.into_iter().rev().take(64).collect(), start)
}

/// `["a" "b"]`
fn comma(view: &View<'_>) -> Option<Repair> {
    let problem =
        matches!(view.fault.problem, ScanProblem::OpenSequence | ScanProblem::OpenMapping);
    let previous = view.last_event()?;
    let end = previous.span.end as usize;
    if !problem || end > view.at || view.line(end) != view.line(view.at) || end == view.at {
        return None;
    }
    Some(
        Repair::new(view.word(view.at), "missing comma before this")
            .help("separate the items with `, `")
            .insert(end, ",")
            .sure(),
    )
}

/// A bracket or comma that closes nothing.
pub(super) fn stray(view: &View<'_>) -> Option<Repair> {
    let sign = *view.bytes.get(view.at)?;
    if !matches!(sign, b']' | b'}' | b',') {
        return None;
    }
    let span = View::span(view.at, view.at + 1);
    Some(
        Repair::new(span, text!("unexpected `{}`", text::name(sign as char)))
            .help("remove it, or quote the value")
            .edits(vec![(span, String::new())]),
    )
}
