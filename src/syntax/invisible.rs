//! Characters that cannot be seen, or look like others, where they change a value.

use super::{
    complaint::{Complaint, ComplaintKind},
    edit::Safety,
};
use crate::{input::Span, text};

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
    let (message, edits) = if is_invisible(c) {
        let message = format!("{} (U+{:04X}) is part of the {whole}", name(c), c as u32);
        let message = text::Text::open(message);
        (message, vec![(place, instead(c).to_owned())])
    } else {
        let last = raw.chars().next_back().map_or(0, char::len_utf8) as u32;
        let end = Span::new(span.end - last, span.end);
        let message = text!("the curly quotes are part of the {}", text::name(whole));
        (message, vec![(place, "\"".to_owned()), (end, "\"".to_owned())])
    };
    let complaint = Complaint::new(ComplaintKind::InvisibleCharacter, place, message);
    Some(complaint.help("type the ASCII character instead").edits(Safety::Safe, edits))
}

/// The opening quote of a text that stands between curly quotes and has none inside.
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

pub(super) const fn name(c: char) -> &'static str {
    match c {
        '\u{A0}' | '\u{202F}' => "a no-break space",
        '\u{3000}' => "a full-width space",
        '\u{FEFF}' => "a byte order mark",
        '\u{AD}' => "a soft hyphen",
        '\u{200B}' | '\u{2060}' => "a zero-width character",
        _ => "an odd space",
    }
}
