//! Secret values kept out of every report: which bytes of a source, and which words of a message.

use std::{borrow::Cow, collections::BTreeMap};

use super::secrets;
use crate::{
    findings::{Finding, Outcome},
    input::{Location, SourceId, Span},
    syntax::edit::{Edit, Fix},
};

/// What stands for a masked text.
pub(super) const MASK: &str = "***";

/// A shorter value is masked where it stands, not where its letters occur in a message.
const SHORTEST: usize = 4;

/// The secret values of a run.
pub(super) struct Masks {
    /// Sorted, without overlaps, by source.
    spans: BTreeMap<SourceId, Vec<Span>>,
    /// The values by their first bytes, longest first.
    values: BTreeMap<[u8; SHORTEST], Vec<String>>,
    /// By the first two bytes: whether any value starts with them. Empty without values.
    starts: Vec<bool>,
}

impl Masks {
    pub(super) fn new(run: &Outcome) -> Masks {
        let mut spans: BTreeMap<SourceId, Vec<Span>> = BTreeMap::new();
        for at in &run.secrets {
            spans.entry(at.source).or_default().push(at.span);
        }
        for source in shown(run) {
            let found = secrets::in_text(&run.sources[source.0 as usize].text);
            if !found.is_empty() {
                spans.entry(source).or_default().extend(found);
            }
        }
        let mut masks = Masks { spans, values: BTreeMap::new(), starts: Vec::new() };
        for (source, spans) in &mut masks.spans {
            merge(spans);
            let text = &run.sources[source.0 as usize].text;
            for span in spans {
                let raw = text.get(span.range()).unwrap_or("");
                written_values(raw, &mut |value| add(&mut masks.values, value));
            }
        }
        masks.values.values_mut().for_each(|values| {
            values.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
            values.dedup();
        });
        if !masks.values.is_empty() {
            masks.starts = vec![false; 1 << 16];
        }
        for first in masks.values.keys() {
            masks.starts[usize::from(u16::from_le_bytes([first[0], first[1]]))] = true;
        }
        masks
    }

    /// The masked ranges of a source, in order, that touch `within`.
    pub(super) fn spans(&self, source: SourceId, within: Span) -> &[Span] {
        let all = self.spans.get(&source).map_or(&[][..], Vec::as_slice);
        let start = all.partition_point(|span| span.end <= within.start);
        let end = all.partition_point(|span| span.start < within.end);
        &all[start..end.max(start)]
    }

    fn hides(&self, at: Location) -> bool {
        // An empty range inside a value touches it, too.
        let touched = Span::new(at.span.start, at.span.end.max(at.span.start + 1));
        !self.spans(at.source, touched).is_empty()
    }

    /// A text said of a finding, without the secret values in it.
    pub(super) fn text<'t>(&self, run: &Outcome, finding: &Finding, text: &'t str) -> Cow<'t, str> {
        if self.values.is_empty() {
            return Cow::Borrowed(text);
        }
        let inside = finding.object.as_ref().is_some_and(|object| object.kind == "Secret")
            || self.hides(finding.at)
            || finding.related.iter().any(|label| self.hides(label.at));
        let masked = self.without_values(text, inside);
        let at = finding.at;
        match self.spans(at.source, at.span).first() {
            Some(span) => {
                let raw = run.source(at).text.get(span.range()).unwrap_or("");
                without_quotes_of(raw, masked)
            }
            None => masked,
        }
    }

    /// Whether a fix shows or replaces a secret value: it is then shown masked, not to be applied.
    pub(super) fn covers_fix(&self, fix: &Fix) -> bool {
        !self.spans.is_empty()
            && fix
                .edits
                .iter()
                .any(|edit| self.hides(edit.at) || matches!(self.edit_text(edit), Cow::Owned(_)))
    }

    /// The new text of an edit.
    pub(super) fn edit_text<'t>(&self, edit: &'t Edit) -> Cow<'t, str> {
        if self.spans.is_empty() || edit.text.is_empty() {
            Cow::Borrowed(&edit.text)
        } else if self.hides(edit.at) {
            Cow::Borrowed(MASK)
        } else {
            self.without_values(&edit.text, true)
        }
    }

    /// Masks the values anywhere; with `inside` unset only where they stand as words of their own,
    /// since a text about another object may hold the letters by chance.
    fn without_values<'t>(&self, text: &'t str, inside: bool) -> Cow<'t, str> {
        let mut masked = String::new();
        let (mut copied, mut at) = (0, 0);
        if self.values.is_empty() {
            return Cow::Borrowed(text);
        }
        while let Some(first) = text.as_bytes().get(at..at + SHORTEST) {
            if !self.starts[usize::from(u16::from_le_bytes([first[0], first[1]]))] {
                at += 1;
                continue;
            }
            let found = self.values.get(first).and_then(|values| {
                values.iter().find(|value| {
                    text.as_bytes()[at..].starts_with(value.as_bytes())
                        && (inside || stands_alone(text, at, at + value.len()))
                })
            });
            match found {
                Some(value) => {
                    masked.push_str(&text[copied..at]);
                    masked.push_str(MASK);
                    at += value.len();
                    copied = at;
                }
                None => at += 1,
            }
        }
        if copied == 0 {
            return Cow::Borrowed(text);
        }
        masked.push_str(&text[copied..]);
        Cow::Owned(masked)
    }
}

/// The sources of which something is quoted.
fn shown(run: &Outcome) -> Vec<SourceId> {
    let mut sources: Vec<SourceId> = run
        .findings
        .iter()
        .flat_map(|finding| {
            std::iter::once(finding.at.source).chain(finding.related.iter().map(|l| l.at.source))
        })
        .collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}

fn merge(spans: &mut Vec<Span>) {
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let joined = next.start <= kept.end;
        if joined {
            kept.end = kept.end.max(next.end);
        }
        joined
    });
}

fn add(values: &mut BTreeMap<[u8; SHORTEST], Vec<String>>, value: &str) {
    let value = value.trim();
    if value.chars().count() >= SHORTEST
        && let Some(first) = value.as_bytes().first_chunk::<SHORTEST>()
    {
        values.entry(*first).or_default().push(value.to_owned());
    }
}

/// The forms in which a written value may come back in a message: as written, without its quotes,
/// with its escapes read, and each line of a longer one.
fn written_values(raw: &str, add: &mut dyn FnMut(&str)) {
    for line in raw.lines().map(str::trim) {
        let bare = line.trim_end_matches(',').trim_matches(['"', '\'']);
        add(line);
        add(bare);
        if bare.contains("''") {
            add(&bare.replace("''", "'"));
        }
        if bare.contains('\\') {
            let read = bare.replace("\\\"", "\"").replace("\\\\", "\\");
            read.split("\\n").for_each(&mut *add);
        } else if bare.contains('"') {
            // As a message that escapes what it quotes shows it.
            add(&bare.replace('"', "\\\""));
        }
    }
}

/// Whether a range is no part of a longer word.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let bare = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let (Some(before), Some(after)) = (text.get(..start), text.get(end..)) else { return false };
    !before.chars().next_back().is_some_and(word) && !after.chars().next().is_some_and(bare)
}

/// Masks what a message quotes of a value in part, as in `` `c2VjcmV0…` is no base64 ``.
fn without_quotes_of<'t>(raw: &str, text: Cow<'t, str>) -> Cow<'t, str> {
    for quote in ['`', '"'] {
        let leaks = |part: &str| {
            let part = part.trim_end_matches(['…', '.']);
            part.len() >= SHORTEST && raw.contains(part)
        };
        if text.split(quote).skip(1).step_by(2).any(leaks) {
            let parts: Vec<&str> = text
                .split(quote)
                .enumerate()
                .map(|(index, part)| if index % 2 == 1 && leaks(part) { MASK } else { part })
                .collect();
            return Cow::Owned(parts.join(quote.encode_utf8(&mut [0; 4])));
        }
    }
    text
}
