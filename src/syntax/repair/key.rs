//! Keys: the colon, the space after it, and what may be after a key.

use super::{Repair, view::View};
use crate::{diagnostic::Safety, input::Span, text};

/// A text where a key must be: without its colon, or without the space after it.
pub(super) fn lost_colon(view: &View<'_>, at: usize) -> Vec<Repair> {
    let body = view.content(at);
    let mut repairs = Vec::new();
    if let Some(wide) = body.find('：') {
        let span = View::span(at + wide, at + wide + '：'.len_utf8());
        repairs.push(
            Repair::new(span, "a full-width colon does not separate a key from its value")
                .help("write `: `")
                .edits(vec![(span, ": ".into())])
                .sure(),
        );
    }
    if let Some(colon) = body.find(':').filter(|colon| is_name(&body[..*colon])) {
        let name = &body[..colon];
        let span = View::span(at, at + body.len());
        let mut repair = Repair::new(span, text!("missing space after `{}:`", text::key(name)))
            .help(text!("write `{}: {}`", text::key(name), clip(&body[colon + 1..])))
            .insert(at + colon + 1, " ")
            .sure();
        repair.safety = Safety::Safe;
        repairs.push(repair);
    }
    if let Some(sign) = body.find('=').filter(|sign| is_name(body[..*sign].trim_end())) {
        let name = body[..sign].trim_end();
        let span = View::span(at + sign, at + sign + 1);
        let value = body[sign + 1..].trim_start();
        let whole = View::span(at + name.len(), at + body.len() - value.len());
        repairs.push(
            Repair::new(span, text!("`{}` is set with `=` instead of `:`", text::key(name)))
                .help(text!("write `{}: {}`", text::key(name), clip(value)))
                .edits(vec![(whole, ": ".into())]),
        );
    }
    let word = body.split([' ', '\t']).next().unwrap_or("");
    if is_name(word) {
        let rest = body[word.len()..].trim_start();
        let span = View::span(at, at + word.len());
        let next = view.next_body(view.line(at));
        let opens = next.is_some_and(|next| {
            view.indent(next) > view.indent(view.line(at)) || view.body(next).starts_with("- ")
        });
        let one = !rest.is_empty() && !rest.contains(' ');
        let line = if rest.is_empty() { String::new() } else { format!(" {}", clip(rest)) };
        let mut repair = Repair::new(span, text!("missing colon after `{}`", word))
            .help(text!("write `{}:{}`", word, line))
            .insert(at + word.len(), ":");
        repair.sure = one || (rest.is_empty() && opens);
        repairs.push(repair);
    }
    repairs
}

/// `-name: x`: dashes without the space after them, on this line or on neighbours above.
pub(super) fn lost_dash_space(view: &View<'_>, at: usize) -> Option<Repair> {
    let here = view.line(at);
    let owner = view.lines_above(here).find(|line| view.indent(*line) < view.indent(here));
    let glued = |line: usize| {
        let word = view.body(line).strip_prefix('-').unwrap_or("");
        word.starts_with(|c: char| c.is_alphabetic())
    };
    let line = [Some(here), owner].into_iter().flatten().find(|line| glued(*line))?;
    let column = view.indent(line);
    let beside = view.lines_above(line).take_while(|above| view.indent(*above) >= column);
    let mut dashes: Vec<usize> =
        beside.filter(|above| view.indent(*above) == column && glued(*above)).collect();
    dashes.reverse();
    dashes.push(line);
    let below = view.lines(view.next_line(line), view.siblings_end(line));
    dashes.extend(below.filter(|below| view.indent(*below) == column && glued(*below)));
    let start = *dashes.first()? + column;
    let word = View::span(start, view.word(start).end as usize);
    let text = clip(&view.text[word.range()]);
    let edit = |line: usize| (Span::at((line + column) as u32 + 1), " ".to_owned());
    let repair = Repair::new(word, text!("missing space after the dash of `{}`", text))
        .help(text!("write `- {}`", &text[1..]))
        .edits(dashes.into_iter().map(edit).collect());
    Some(repair.sure())
}

/// A line of prose that hangs too far out: it continues the text above.
pub(super) fn continued(view: &View<'_>, at: usize) -> Option<Repair> {
    let body = view.content(at);
    let line = view.line(at);
    let above = view.previous_body(line)?;
    let prose = body.split_whitespace().count() > 3 && !body.contains(": ");
    let open = view.body(above).contains(": ") && !view.body(above).ends_with(':');
    if !prose || !open || view.indent(line) > view.indent(above) {
        return None;
    }
    let spaces = view.indent(above) + 2 - view.indent(line);
    Some(
        Repair::new(View::span(at, at + body.len()), "this line does not belong to a key")
            .help("indent it more than the key before it to continue its value")
            .insert(line, " ".repeat(spaces)),
    )
}

/// `command: - sh`.
pub(super) fn dash_behind_key(view: &View<'_>) -> Option<Repair> {
    let line = view.line(view.at);
    let front = &view.text[line..view.at];
    if view.begins_line(view.at) || !front.trim_end().ends_with(':') {
        return None;
    }
    let column = front.len() - front.trim_start_matches([' ', '-']).len();
    let start = line + front.trim_end().len();
    let next = view.next_body(line).filter(|next| view.indent(*next) > column);
    let inner = next.map_or(column + 2, |next| match view.body(next).starts_with("- ") {
        true => view.indent(next),
        false => view.indent(next).saturating_sub(2).max(column),
    });
    Some(
        Repair::new(
            View::span(view.at, view.at + 1),
            "a list item cannot be on the same line as its key",
        )
        .help("move it to a new line below the key")
        .edits(vec![(View::span(start, view.at), format!("\n{}", " ".repeat(inner)))])
        .sure(),
    )
}

/// Whether a text looks like a field or label of Kubernetes.
pub(super) fn is_name(text: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    text.len() <= 128
        && text.chars().all(inner)
        && text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The beginning of a value, for a line of help.
pub(super) fn clip(text: &str) -> String {
    match text.char_indices().nth(30) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
