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

/// A shorter value may occur by chance in a text about another object.
const TELLING: usize = 8;

/// The secret values of a run.
pub(super) struct Masks<'a> {
    run: &'a Outcome,
    /// Sorted, without overlaps, by source.
    spans: BTreeMap<SourceId, Vec<Span>>,
    /// The values by their first bytes, longest first.
    values: BTreeMap<[u8; SHORTEST], Vec<String>>,
    /// By the first two bytes: whether any value starts with them. Empty without values.
    starts: Vec<bool>,
}

impl<'a> Masks<'a> {
    pub(super) fn new(run: &'a Outcome) -> Masks<'a> {
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
        let mut masks = Masks { run, spans, values: BTreeMap::new(), starts: Vec::new() };
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
    pub(super) fn text<'t>(&self, finding: &Finding, text: &'t str) -> Cow<'t, str> {
        if self.values.is_empty() {
            return Cow::Borrowed(text);
        }
        let inside = self.is_about_secret(finding);
        let masked = self.without_values(text, |value, before, after| {
            inside || (is_telling(value, before, after) && !self.is_in_the_open(finding, value))
        });
        let at = finding.at;
        match self.spans(at.source, at.span).first() {
            Some(span) => {
                let raw = self.run.source(at).text.get(span.range()).unwrap_or("");
                without_quotes_of(raw, masked)
            }
            None => masked,
        }
    }

    /// Whether a finding's texts may quote a value in any form: it is about a Secret or, where a
    /// document cannot be read, stands in a file that has one.
    fn is_about_secret(&self, finding: &Finding) -> bool {
        let secret = match &finding.object {
            Some(object) => object.kind == "Secret",
            None => self.spans.contains_key(&finding.at.source),
        };
        secret || self.hides(finding.at) || finding.related.iter().any(|label| self.hides(label.at))
    }

    /// Whether a value stands on a line that the finding shows, outside of secrets: then it is the
    /// reader's own word there, that some Secret happens to hold as well.
    fn is_in_the_open(&self, finding: &Finding, value: &str) -> bool {
        let related = finding.related.iter().map(|label| label.at);
        std::iter::once(finding.at).chain(related).any(|at| {
            let source = self.run.source(at);
            let line = source.line_span(source.line_of(at.span.start));
            source.text[line.range()].contains(value) && self.spans(at.source, line).is_empty()
        })
    }

    /// Whether a fix shows or replaces a secret value: it is then shown masked, not to be applied.
    pub(super) fn covers_fix(&self, finding: &Finding, fix: &Fix) -> bool {
        let covers =
            |edit: &Edit| self.hides(edit.at) || self.edit_text(finding, edit) != *edit.text;
        !self.spans.is_empty() && fix.edits.iter().any(covers)
    }

    /// The new text of an edit.
    pub(super) fn edit_text<'t>(&self, finding: &Finding, edit: &'t Edit) -> Cow<'t, str> {
        if !edit.text.is_empty() && self.hides(edit.at) {
            return Cow::Borrowed(MASK);
        }
        self.text(finding, &edit.text)
    }

    /// Masks the values that `told` confirms, given what stands before and behind each.
    fn without_values<'t>(
        &self,
        text: &'t str,
        told: impl Fn(&str, &str, &str) -> bool,
    ) -> Cow<'t, str> {
        let mut masked = String::new();
        let (mut copied, mut at) = (0, 0);
        while let Some(first) = text.as_bytes().get(at..at + SHORTEST) {
            if !self.starts[usize::from(u16::from_le_bytes([first[0], first[1]]))] {
                at += 1;
                continue;
            }
            let found = self.values.get(first).and_then(|values| {
                values.iter().find(|value| {
                    text.as_bytes()[at..].starts_with(value.as_bytes())
                        && told(value, &text[..at], &text[at + value.len()..])
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

/// Whether a value is meant where it occurs in a text about something else: it is too long to be
/// there by chance, and no part of a longer word.
fn is_telling(value: &str, before: &str, after: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let goes_on =
        before.ends_with(|c| word(c) || matches!(c, '.' | '/')) || after.starts_with(word);
    value.len() >= TELLING && !goes_on
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
