//! Where values are that must stay secret, and which messages quote them.
//!
//! Messages are not searched: a finding at such a place is printed without the values
//! that it quotes, and a line of such a place without what is there. Places are those of
//! Secrets and of what looks like one, whether it can be read or not, of what generates Secrets,
//! and of keys and certificates in PEM form.

mod text;
mod tree;

use std::{
    borrow::Cow,
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use super::Outcome;
use crate::{
    diagnostic::{Edit, Fix},
    input::{Location, Source, SourceId, Span},
    kustomize,
    rules::Finding,
    syntax::{self, Document, tree::Node},
    text::{MASK, Text, is_key},
};

/// The secret places of a run.
#[derive(Debug, Default)]
pub struct Secrets {
    by_source: BTreeMap<SourceId, SecretPlaces>,
}

/// The secret places of texts that were searched, so that each is searched once. Texts are known by
/// where they are in memory; they are kept, so no other text can ever be there.
#[derive(Debug, Default)]
pub struct Searched {
    by_address: Mutex<BTreeMap<usize, (Arc<str>, SecretPlaces)>>,
}

impl Searched {
    pub fn absorb(&mut self, other: Searched) {
        let other = other.by_address.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.by_address.get_mut().unwrap_or_else(PoisonError::into_inner).extend(other);
    }

    fn places(&self, text: &Arc<str>) -> SecretPlaces {
        // What is in the map is whole, whoever panicked next to it.
        let mut known = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = known.entry(text.as_ptr().addr());
        let (_, places) = entry.or_insert_with(|| (Arc::clone(text), SecretPlaces::of(text)));
        places.clone()
    }
}

/// The secret places of one text.
#[derive(Clone, Debug, Default)]
pub struct SecretPlaces {
    /// What no report shows, sorted, without overlaps.
    masked: Vec<Span>,
    /// Messages about these places may quote a secret value; sorted, without overlaps.
    wary: Vec<Span>,
    /// Values, one by one.
    values: Vec<Span>,
    /// Some key is none, so a value may be in its place.
    has_odd_keys: bool,
    /// A key without a colon, or a text, that may be a value as a whole.
    has_bare_keys: bool,
}

impl Secrets {
    /// The secret places in what a run shows.
    pub fn of(run: &Outcome) -> Secrets {
        Secrets::in_sources(&run.sources, shown(run), &run.secrets, &run.searched)
    }

    /// The secret places of some sources, among others that are known.
    pub fn in_sources(
        sources: &[Source],
        mut shown: Vec<SourceId>,
        known: &[Location],
        searched: &Searched,
    ) -> Secrets {
        let mut secrets = Secrets::default();
        shown.sort_unstable();
        shown.dedup();
        if shown.is_empty() {
            return secrets;
        }
        for id in &shown {
            let Some(source) = sources.get(id.0 as usize) else { continue };
            secrets.by_source.entry(*id).or_default().add(searched.places(&source.text));
        }
        for at in known {
            let places = secrets.by_source.entry(at.source).or_default();
            places.masked.push(at.span);
            places.wary.push(at.span);
        }
        for id in generated_from(sources) {
            if shown.binary_search(&id).is_ok() {
                let places = secrets.by_source.entry(id).or_default();
                text::whole(&sources[id.0 as usize].text, places);
            }
        }
        secrets.by_source.retain(|_, places| {
            places.settle();
            !places.is_empty()
        });
        secrets
    }

    /// The masked ranges of a source, in order, that touch `within`.
    pub fn masked(&self, source: SourceId, within: Span) -> &[Span] {
        let all = self.by_source.get(&source).map_or(&[][..], |places| &places.masked);
        touching(all, within)
    }

    /// A text said of a finding, as it may be shown.
    pub fn text<'t>(&self, finding: &Finding, text: &'t Text) -> Cow<'t, str> {
        if text.has_values() && self.hides(finding) {
            text.without_values()
        } else {
            Cow::Borrowed(text.with_values())
        }
    }

    /// Whether what a finding quotes may be secret.
    pub fn hides(&self, finding: &Finding) -> bool {
        if self.by_source.is_empty() {
            return false;
        }
        let related = finding.related.iter().map(|label| label.at);
        std::iter::once(finding.at).chain(related).chain(finding.root).any(|at| self.is_wary(at))
    }

    /// Whether a message about a place may quote a secret value.
    pub fn is_wary(&self, at: Location) -> bool {
        self.by_source.get(&at.source).is_some_and(|places| places.is_wary(at.span))
    }

    /// Leaves secret values out of what is no [`Text`]: of paths, and of fixes.
    pub fn clear(&self, sources: &[Source], finding: &mut Finding) {
        if self.by_source.is_empty() {
            return;
        }
        if self.hides(finding) {
            self.clear_names(finding);
        }
        let fix = finding.fix.take();
        finding.fix = fix.and_then(|fix| self.cleared(sources, fix));
    }

    fn clear_names(&self, finding: &mut Finding) {
        let Some(places) = self.by_source.get(&finding.at.source) else { return };
        if places.has_odd_keys || places.has_bare_keys {
            if let Some(path) = &mut finding.field_path
                && let Some(end) = path.find(['.', '['])
            {
                path.replace_range(end.., &format!("[{MASK}]"));
            }
            let name = finding.object.as_mut().and_then(|object| object.name.as_mut());
            if let Some(name) = name.filter(|name| !is_key(name)) {
                MASK.clone_into(name);
            }
        }
        if places.has_bare_keys {
            let hide = |text: &mut Text| *text = Text::value(text.with_values());
            hide(&mut finding.message);
            finding.help.iter_mut().for_each(hide);
            finding.related.iter_mut().for_each(|label| hide(&mut label.text));
        }
    }

    /// A fix that writes no secret value: what is around it is written. `None` where a value
    /// would be written anew, here or elsewhere.
    fn cleared(&self, sources: &[Source], fix: Fix) -> Option<Fix> {
        let touched = |edit: &Edit| !self.masked(edit.at.source, touch(edit.at.span)).is_empty();
        if !fix.edits.iter().any(touched) {
            return Some(fix);
        }
        let mut edits = Vec::with_capacity(fix.edits.len());
        for edit in fix.edits {
            if is_markup(&edit.text) {
                edits.push(edit);
                continue;
            }
            let old = sources.get(edit.at.source.0 as usize)?.text.get(edit.at.span.range())?;
            edits.append(&mut around(old, &edit)?);
        }
        Some(Fix { edits, ..fix })
    }
}

/// An empty range inside of another touches it, too.
fn touch(at: Span) -> Span {
    Span::new(at.start, at.end.max(at.start + 1))
}

/// Whether a text is not a value, but what is around one.
fn is_markup(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}

/// An edit in place of one that writes some text again with more around it, or that replaces it by
/// what is not a value.
fn around(old: &str, edit: &Edit) -> Option<Vec<Edit>> {
    let insert = |at: u32, text: &str| Edit {
        at: Location { span: Span::at(at), ..edit.at },
        text: text.to_owned(),
    };
    let inner = old.trim_matches(['"', '\'']);
    if inner.is_empty() {
        return None;
    }
    let at = edit.text.find(inner)?;
    let (before, behind) = (&edit.text[..at], &edit.text[at + inner.len()..]);
    let (start, end) = (edit.at.span.start, edit.at.span.end);
    let first = start + (old.len() - old.trim_start_matches(['"', '\'']).len()) as u32;
    let replace = |from: u32, to: u32, text: &str| Edit {
        at: Location { span: Span::new(from, to), ..edit.at },
        text: text.to_owned(),
    };
    if !is_markup(before) || !is_markup(behind) {
        return None;
    }
    let last = first + inner.len() as u32;
    let edits = if (first, last) == (start, end) {
        vec![insert(start, before), insert(end, behind)]
    } else {
        vec![replace(start, first, before), replace(last, end, behind)]
    };
    Some(edits.into_iter().filter(|e| !(e.at.span.is_empty() && e.text.is_empty())).collect())
}

impl SecretPlaces {
    /// The secret places of a text.
    pub fn of(text: &Arc<str>) -> SecretPlaces {
        let mut places = SecretPlaces::default();
        for (start, piece) in text::suspicious(text) {
            let piece: Arc<str> = Arc::from(piece);
            let mut found = SecretPlaces::default();
            for document in syntax::parse(&piece) {
                found.add(SecretPlaces::in_document(&piece, &document));
            }
            found.shift(start);
            places.add(found);
        }
        text::pem(text, &mut places);
        places.settle();
        places
    }

    /// The secret places of a document that was read of a text.
    fn in_document(text: &str, document: &Document) -> SecretPlaces {
        let mut places = SecretPlaces::default();
        let is_broken = document.complaints.iter().any(|complaint| complaint.kind.breaks());
        let root = document.tree.as_ref().map(|tree| tree.root());
        match root.filter(|root| !is_broken && (root.is_map() || root.is_list())) {
            Some(root) => tree::object(root, document.span, &mut places),
            None if text::is_suspicious(text) => text::broken(text, 0, &mut places),
            None => {}
        }
        places
    }

    /// The secret values of a document that was printed by a build, one by one.
    pub fn values(document: &Document) -> Vec<Span> {
        let mut places = SecretPlaces::default();
        if let Some(tree) = &document.tree {
            tree::object(tree.root(), document.span, &mut places);
        }
        places.values
    }

    /// Whether a message about a place may quote a secret value.
    pub fn is_wary(&self, at: Span) -> bool {
        !touching(&self.wary, touch(at)).is_empty()
    }

    pub fn is_empty(&self) -> bool {
        self.wary.is_empty() && self.masked.is_empty()
    }

    fn add(&mut self, mut other: SecretPlaces) {
        self.masked.append(&mut other.masked);
        self.wary.append(&mut other.wary);
        self.values.append(&mut other.values);
        self.has_odd_keys |= other.has_odd_keys;
        self.has_bare_keys |= other.has_bare_keys;
    }

    fn shift(&mut self, by: usize) {
        let by = by as u32;
        for span in self.masked.iter_mut().chain(&mut self.wary).chain(&mut self.values) {
            *span = Span::new(span.start + by, span.end + by);
        }
    }

    fn settle(&mut self) {
        merge(&mut self.masked);
        merge(&mut self.wary);
    }

    fn mask(&mut self, start: usize, end: usize) {
        self.masked.push(Span::new(start as u32, end as u32));
    }
}

/// Whether an object is a Secret, or looks like one.
pub fn is_secret(object: Node<'_>) -> bool {
    tree::is_secret(object, true)
}

/// A path of the API machinery into a Secret, without a key that is none: it may be a value.
pub fn path(path: &str) -> Cow<'_, str> {
    let Some((field, rest)) = path.split_once('[') else { return path.into() };
    let is_odd = !is_open(path) && rest.strip_suffix(']').is_none_or(|key| !is_key(key));
    if is_odd { format!("{field}[{MASK}]").into() } else { path.into() }
}

/// Whether a path of the API machinery leads to what a Secret does not keep secret.
pub fn is_open(path: &str) -> bool {
    let first = path.split(['.', '[']).next().unwrap_or("");
    let is_kept = path.contains(tree::LAST_APPLIED);
    (first == "metadata" || tree::OPEN.contains(&first.to_lowercase().as_str())) && !is_kept
}

/// Those of sorted ranges that touch `within`.
fn touching(all: &[Span], within: Span) -> &[Span] {
    let start = all.partition_point(|span| span.end <= within.start);
    let end = all.partition_point(|span| span.start < within.end);
    &all[start..end.max(start)]
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

/// The sources of which something is quoted.
fn shown(run: &Outcome) -> Vec<SourceId> {
    let of = |finding: &Finding| {
        let related = finding.related.iter().map(|label| label.at.source);
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.at.source);
        let all: Vec<SourceId> =
            std::iter::once(finding.at.source).chain(related).chain(edits).collect();
        all
    };
    run.findings.iter().flat_map(of).collect()
}

/// The sources from which kustomizations among them generate Secrets.
fn generated_from(sources: &[Source]) -> Vec<SourceId> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| kustomize::is_file_name(&source.name)) {
        if !text::generates(&source.text) {
            continue;
        }
        for name in kustomize::files_of_secrets(source) {
            let of_name = sources.iter().position(|source| source.name == name);
            found.extend(of_name.map(|at| SourceId(at as u32)));
        }
    }
    found
}
