//! Characters that cannot be seen, or look like others, where they change a value.

use super::complaint::{Complaint, ComplaintKind};
use crate::{
    diagnostic::{Diagnostic, Safety},
    input::Span,
    text,
};

/// A complaint about the first such character of a plain scalar: anywhere in a key, at either end
/// of a value.
pub(super) fn check(raw: &str, span: Span, key: bool) -> Option<Complaint> {
    if raw.is_ascii() {
        return None;
    }
    let (at, c) = if key {
        raw.char_indices().find(|(_, c)| is_invisible(*c))
    } else {
        let mut ends = [raw.char_indices().next(), raw.char_indices().next_back()].into_iter();
        ends.find_map(|end| end.filter(|(_, c)| is_invisible(*c)))
    }
    .or_else(|| quoted_with_curls(raw))?;
    let start = span.start + at as u32;
    let place = Span::new(start, start + c.len_utf8() as u32);
    let whole = if key { "key" } else { "value" };
    let quoted = !is_invisible(c);
    let (message, edits) = if is_invisible(c) {
        let message = text!("the {} contains {}", text::name(whole), described(c));
        (message, vec![(place, instead(c).to_owned())])
    } else {
        let last = raw.chars().next_back().map_or(0, char::len_utf8) as u32;
        let end = Span::new(span.end - last, span.end);
        let message = text!("curly quotes are part of the {}", text::name(whole));
        (message, vec![(place, "\"".to_owned()), (end, "\"".to_owned())])
    };
    let help = if quoted { "use straight quotes" } else { instead_of(c) };
    let diagnostic = Diagnostic::new(place, message).with_help(help);
    let complaint = Complaint::new(ComplaintKind::InvisibleCharacter, diagnostic);
    Some(complaint.edits(Safety::Safe, edits))
}

/// The opening quote of a text between curly quotes that contains no others.
fn quoted_with_curls(raw: &str) -> Option<(usize, char)> {
    let inner = raw
        .strip_prefix('“')
        .and_then(|raw| raw.strip_suffix('”'))
        .or_else(|| raw.strip_prefix('‘')?.strip_suffix('’'))?;
    let first = raw.chars().next()?;
    (!inner.contains(['“', '”', '‘', '’'])).then_some((0, first))
}

pub(super) const fn is_invisible(c: char) -> bool {
    is_space(c) || matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

const fn is_space(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// What to type instead.
pub(super) const fn instead(c: char) -> &'static str {
    if is_space(c) { " " } else { "" }
}

/// What to do about it.
pub(super) const fn instead_of(c: char) -> &'static str {
    if is_space(c) { "replace it with an ASCII space" } else { "remove it" }
}

/// `a no-break space (U+00A0)`
pub(super) fn described(c: char) -> text::Text {
    text!("{} (U+{})", text::name(name(c)), text::name(format!("{:04X}", c as u32)))
}

const fn name(c: char) -> &'static str {
    match c {
        '\u{A0}' | '\u{202F}' => "a no-break space",
        '\u{3000}' => "a full-width space",
        '\u{FEFF}' => "a byte order mark",
        '\u{AD}' => "a soft hyphen",
        '\u{200B}' | '\u{2060}' => "a zero-width character",
        _ => "a non-ASCII space",
    }
}
