//! Values: unclosed quotes, and characters that require quotes.

use super::{
    super::{complaint::ComplaintKind, events::EventKind, invisible, scan::ScanProblem},
    Repair,
    key::{self, clip},
    view::View,
};
use crate::{input::Span, text};

/// The edits that put a range of one line in quotes.
pub(super) fn quote(view: &View<'_>, start: usize, end: usize) -> Vec<(Span, String)> {
    let raw = &view.text[start..end];
    let ends = |sign: &str| {
        vec![(Span::at(start as u32), sign.to_owned()), (Span::at(end as u32), sign.to_owned())]
    };
    if !raw.contains(['"', '\\']) {
        ends("\"")
    } else if raw.contains('\'') {
        vec![(View::span(start, end), format!("'{}'", raw.replace('\'', "''")))]
    } else {
        ends("'")
    }
}

/// A value that begins with, or holds, a sign with a meaning of its own.
pub(super) fn unquoted(view: &View<'_>) -> Vec<Repair> {
    let at = match view.fault.problem {
        ScanProblem::BadAnchor | ScanProblem::BadTag => view.fault.context as usize,
        _ => view.at,
    };
    let end = view.content_end(at);
    let Some(sign) = view.text[at..end.max(at)].chars().next() else { return Vec::new() };
    if sign == '\t' {
        return Vec::new();
    }
    let span = View::span(at, end);
    let message = match sign {
        '*' => text!("`{}` is read as an alias", clip(&view.text[at..end])),
        '&' => text!("`{}` is read as an anchor", clip(&view.text[at..end])),
        '!' => text!("`{}` is read as a tag", clip(&view.text[at..end])),
        _ => text!("a value cannot start with `{}`", text::name(sign)),
    };
    let repair = Repair::new(span, message).help("quote the value");
    vec![repair.edits(quote(view, at, end)).sure()]
}

/// `message: error: no such file`, `apiVersion: v1 kind: Pod`.
pub(super) fn colon_inside(view: &View<'_>, start: usize) -> Vec<Repair> {
    let end = view.content_end(start);
    if start >= view.at || end <= view.at || view.begins_line(start) {
        return Vec::new();
    }
    let colon = View::span(view.at, view.at + 1);
    let repair = Repair::new(colon, "an unquoted value cannot contain `: `")
        .help("quote the whole value, or move the second key to a new line")
        .related(View::span(start, end), "the value")
        .edits(quote(view, start, end))
        .sure();
    let others = [colon_at_end(view, start), two_keys(view, start), nested_key(view, start)];
    others.into_iter().flatten().chain([repair]).collect()
}

/// `spec: replicas: 3` with more of the same below.
fn nested_key(view: &View<'_>, start: usize) -> Option<Repair> {
    let line = view.line(start);
    let front = &view.text[line..start];
    let column = front.len() - front.trim_start_matches([' ', '-']).len();
    let inner = view.next_body(line).map(|next| view.indent(next)).filter(|next| *next > column)?;
    let key = View::span(start, view.at);
    let name = &view.text[key.range()];
    if !key::is_name(name) {
        return None;
    }
    let gap = View::span(line + front.trim_end().len(), start);
    Some(
        Repair::new(key, text!("the key `{}` is on the same line as its parent", text::key(name)))
            .help("move it to a new line and indent it")
            .edits(vec![(gap, format!("\n{}", " ".repeat(inner)))]),
    )
}

/// `kind: Pod:`, `metadata: labels:`.
fn colon_at_end(view: &View<'_>, start: usize) -> Option<Repair> {
    if view.content_end(start) != view.at + 1 {
        return None;
    }
    let line = view.line(start);
    let front = &view.text[line..start];
    let column = front.len() - front.trim_start_matches([' ', '-']).len();
    let colon = View::span(view.at, view.at + 1);
    let deeper = view.next_body(line).is_some_and(|next| view.indent(next) > column);
    if !deeper {
        let repair = Repair::new(colon, "unexpected second colon").help("remove it");
        return Some(repair.edits(vec![(colon, String::new())]).sure());
    }
    let gap = View::span(line + front.trim_end().len(), start);
    let key = View::span(start, view.at);
    let name = &view.text[key.range()];
    Some(
        Repair::new(key, text!("the key `{}` is on the same line as its parent", text::key(name)))
            .help("move it to a new line and indent it")
            .edits(vec![(gap, format!("\n{}", " ".repeat(column + 2)))]),
    )
}

/// Two keys on one line: one word as value, then a word that looks like a field.
fn two_keys(view: &View<'_>, start: usize) -> Option<Repair> {
    let (value, key) = view.text[start..view.at].rsplit_once([' ', '\t'])?;
    let field = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_alphanumeric());
    if !field || value.trim().is_empty() || value.trim().contains(' ') {
        return None;
    }
    let line = view.line(start);
    let front = &view.text[line..start];
    let column = front.len() - front.trim_start_matches([' ', '-']).len();
    let gap = View::span(start + value.trim_end().len(), view.at - key.len());
    let name = View::span(view.at - key.len(), view.at);
    Some(
        Repair::new(name, text!("the key `{}` is on the same line as another key", text::key(key)))
            .help("move it to a new line")
            .edits(vec![(gap, format!("\n{}", " ".repeat(column)))]),
    )
}

/// Quotes that are open until the end of the text.
pub(super) fn open_quote(view: &View<'_>) -> Vec<Repair> {
    let open = unclosed(view, view.fault.context as usize);
    long_quote(view).into_iter().chain(open).collect()
}

/// Quotes that were closed on another line than they were opened: not where they should.
pub(super) fn long_quote(view: &View<'_>) -> Option<Repair> {
    let quoted = view.parsed.long_quote?;
    unclosed(view, quoted.start as usize)
}

fn unclosed(view: &View<'_>, start: usize) -> Option<Repair> {
    let quote = *view.bytes.get(start)? as char;
    let end = view.content_end(start);
    if !matches!(quote, '"' | '\'') || end <= start {
        return None;
    }
    let closer = if view.text[start + 1..end].ends_with(',') { end - 1 } else { end };
    Some(
        Repair::new(View::span(start, end), text!("unclosed `{}`", text::name(quote)))
            .help(text!(
                "close it at the end of the line: {}{}",
                clip(&view.text[start..closer]),
                text::name(quote)
            ))
            .insert(closer, quote)
            .sure(),
    )
}

/// `*.example.com is mine`: an alias, and text after it.
pub(super) fn behind_alias(view: &View<'_>) -> Option<Repair> {
    let alias = view.last_event()?;
    let start = alias.span.start as usize;
    if alias.kind != EventKind::Alias || view.line(start) != view.line(view.at) {
        return None;
    }
    let end = view.content_end(view.at).max(start);
    let message = text!("`{}` is read as an alias", clip(&view.text[start..end]));
    let mut repair = Repair::new(View::span(start, end), message).help("quote the value");
    repair.kind = ComplaintKind::UnknownAlias;
    Some(repair.edits(quote(view, start, end)).sure())
}

/// `"a" b`, `'it's'`: text after a closing quote.
pub(super) fn behind_quotes(view: &View<'_>) -> Option<Repair> {
    let line = view.line(view.at);
    let quoted = view.last_event()?;
    let start = quoted.span.start as usize;
    let sign = *view.bytes.get(start)? as char;
    if !matches!(sign, '"' | '\'') || view.line(start) != line || start >= view.at {
        return None;
    }
    let end = view.content_end(view.at).max(view.at + 1).min(view.text.len());
    if quoted.span.len() == 2 && quoted.span.end == view.fault.at {
        let repair =
            Repair::new(View::span(start, start + 2), "this value starts with one quote too many");
        let gone = View::span(start, start + 1);
        return Some(repair.help("remove one of them").edits(vec![(gone, String::new())]).sure());
    }
    let repair = Repair::new(View::span(view.at, end), "text after the closing quote");
    let inner = &view.text[start + 1..end];
    let edits = match inner.strip_suffix(sign) {
        // Quotes inside of quotes.
        Some(inner) if sign == '\'' => {
            vec![(View::span(start + 1, end - 1), inner.replace('\'', "''"))]
        }
        Some(inner) => {
            let plain = inner.replace("\\\"", "\"").replace('"', "\\\"");
            vec![(View::span(start + 1, end - 1), plain)]
        }
        None => quote(view, start, end),
    };
    let help = match (inner.ends_with(sign), sign) {
        (true, '\'') => "write a quote inside single quotes as `''`",
        (true, _) => "write a quote inside double quotes as `\\\"`",
        _ => "quote the whole value",
    };
    Some(repair.help(help).edits(edits).sure())
}

/// `"\d+"`.
pub(super) fn backslash(view: &View<'_>) -> Option<Repair> {
    let letter = view.text[view.at + 1..].chars().next()?;
    let span = View::span(view.at, view.at + 1 + letter.len_utf8());
    Some(
        Repair::new(
            span,
            text!("`\\{}` is not a valid escape in double quotes", text::name(letter)),
        )
        .help("double the backslash, or use single quotes")
        .insert(view.at, "\\")
        .sure(),
    )
}

/// `key: > 5`, `run: | echo`.
pub(super) fn block_header(view: &View<'_>) -> Vec<Repair> {
    let start = view.fault.context as usize;
    let end = view.content_end(start);
    let sign = &view.text[start..=start];
    let span = View::span(start, end);
    let quoted =
        Repair::new(span, text!("`{}` starts a block string on the next line", text::name(sign)))
            .help("quote the value if it is meant literally")
            .edits(quote(view, start, end))
            .sure();
    let line = view.line(start);
    let front = &view.text[line..start];
    let column = front.len() - front.trim_start_matches([' ', '-']).len();
    let moved = Repair::new(
        View::span(view.at, end),
        text!("text after `{}` on the same line", text::name(sign)),
    )
    .help("move it to the next line and indent it")
    .insert(view.at, format!("\n{}", " ".repeat(column + 2)));
    if sign == "|" { vec![moved, quoted] } else { vec![quoted, moved] }
}

/// `%YAML 1.2` and lines that are taken for directives.
pub(super) fn directive(view: &View<'_>) -> Option<Repair> {
    let line = view.line(view.fault.context as usize);
    let span = View::span(line, view.content_end(line));
    let repair = if view.fault.problem == ScanProblem::WrongVersion {
        Repair::new(span, "Kubernetes supports only YAML 1.1").help("remove the directive").sure()
    } else {
        Repair::new(span, "a line that starts with `%` must be a valid directive")
            .help("quote the value, or remove the line")
    };
    Some(repair.edits(vec![(View::span(line, view.next_line(line)), String::new())]))
}

/// A non-ASCII space on the line of the fault or on the one where it began.
pub(super) fn invisible(view: &View<'_>) -> Option<Repair> {
    let lines = [view.line(view.at), view.line((view.fault.context as usize).min(view.at))];
    lines.into_iter().find_map(|line| {
        let end = line + view.text[line..].find('\n').unwrap_or(view.text.len() - line);
        let found =
            view.text[line..end].char_indices().filter(|(_, c)| invisible::is_invisible(*c));
        let edits: Vec<(Span, String)> = found
            .map(|(at, c)| {
                let span = View::span(line + at, line + at + c.len_utf8());
                (span, invisible::instead(c).to_owned())
            })
            .collect();
        let (first, _) = edits.first()?;
        let c = view.text[first.range()].chars().next()?;
        let message = text!("this line contains {}", invisible::described(c));
        Some(Repair::new(*first, message).help(invisible::instead_of(c)).edits(edits).sure())
    })
}
