//! What a kustomization builds, judged as `kubectl apply -k` would send it.
//!
//! The objects are judged as printed; what is said of them then moves to where it was written:
//! into a base, a patch, or the line of a kustomization.

use std::collections::{BTreeMap, BTreeSet};

use super::{Settings, judge};
use crate::{
    findings::{Finding, Label, Outcome, suppress},
    input::{Location, Mode, Source, SourceId, Span},
    kustomize::{Build, FileId, Origin, Rendered},
    syntax::{self, Document, edit::Fix},
};

/// So many other places of a value are shown; the hash in a name depends on any number.
const MOST_OTHERS: usize = 2;

/// Judges the objects of a build. Comments silence what is found in the files that they stand in;
/// that they silence nothing is not said here, since another kustomization may need them.
pub fn lint_built(build: &Build, settings: &Settings) -> Outcome {
    let places = Origins { build, rendered: build.rendered() };
    let mut printed = Source::new("", places.rendered.text.clone());
    printed.mode = Mode::Objects;
    let mut outcome = judge(vec![printed], settings, &|_, at| places.file_of(at.span));
    outcome.sources = build.files.all().iter().map(source_of).collect();
    outcome.files = outcome.sources.len();
    outcome.secrets = places.secrets(&outcome.secrets);
    outcome.findings = outcome.findings.into_iter().filter_map(|f| places.settled(f)).collect();
    let documents = documents(&outcome);
    for finding in &mut outcome.findings {
        let holds = |d: &&Document| d.span.start <= finding.at.span.start;
        let read = documents.get(&finding.at.source).map_or(&[][..], Vec::as_slice);
        finding.document = read.iter().rfind(holds).map_or(0, |document| document.index);
    }
    if settings.policy.inline {
        let found = documents.iter().flat_map(|(id, documents)| {
            let source = &outcome.sources[id.0 as usize];
            suppress::in_comments(*id, source, documents).suppressions
        });
        let mut suppressions: Vec<_> = found.collect();
        suppress::apply(&mut outcome.findings, &mut suppressions, &settings.policy);
    }
    let mut said = BTreeSet::new();
    // A line that decides several values is wrong once.
    outcome.findings.retain(|f| said.insert((f.at, f.rule.code, f.message.clone())));
    outcome.sort();
    outcome
}

fn source_of(file: &crate::kustomize::File) -> Source {
    let mut source = file.to_source();
    source.mode = Mode::Objects;
    source
}

/// The documents of the files in which something was found.
fn documents(outcome: &Outcome) -> BTreeMap<SourceId, Vec<Document>> {
    let found: BTreeSet<SourceId> = outcome.findings.iter().map(|f| f.at.source).collect();
    let read = |id: SourceId| (id, syntax::parse_source(&outcome.sources[id.0 as usize]));
    found.into_iter().map(read).collect()
}

/// Leads from the print to the files.
struct Origins<'a> {
    build: &'a Build,
    rendered: Rendered,
}

impl Origins<'_> {
    fn origin(&self, span: Span) -> Option<Origin> {
        self.rendered.origin(&self.build.files, span)
    }

    fn location(&self, span: Span) -> Option<Location> {
        let (FileId(file), span) = self.build.files.locate(span)?;
        Some(Location { source: SourceId(file), span })
    }

    fn settled_at(&self, at: Location) -> Option<Location> {
        self.location(self.origin(at.span)?.at)
    }

    /// The name of the file that a place of the print leads to.
    fn file_of(&self, span: Span) -> String {
        let origin = self.origin(span);
        let file = origin.and_then(|origin| self.build.files.locate(origin.at));
        file.map_or_else(String::new, |(id, _)| self.build.files.get(id).name.clone())
    }

    /// A finding of the print as one of the files.
    fn settled(&self, mut finding: Finding) -> Option<Finding> {
        let origin = self.origin(finding.at.span);
        let (at, also) = match origin {
            Some(origin) => (self.location(origin.at)?, origin.also),
            // What is said of the run as a whole stands at its first file.
            None => (Location { source: SourceId(0), span: Span::at(0) }, Vec::new()),
        };
        finding.at = at;
        finding.root = finding.root.and_then(|root| self.settled_at(root));
        finding.fix = finding.fix.and_then(|fix| self.settled_fix(fix));
        let related = std::mem::take(&mut finding.related);
        finding.related = related
            .into_iter()
            .filter_map(|label| Some(Label { at: self.settled_at(label.at)?, ..label }))
            .collect();
        for at in also.into_iter().take(MOST_OTHERS).filter_map(|span| self.location(span)) {
            if finding.related.iter().all(|label| label.at != at) {
                finding.related(at, "this decides the value as well");
            }
        }
        Some(finding)
    }

    /// A repair of the print as one of the files: only where it replaces text that stands there as
    /// well, and what it replaces is decided there alone.
    fn settled_fix(&self, mut fix: Fix) -> Option<Fix> {
        for edit in &mut fix.edits {
            let origin = self.origin(edit.at.span).filter(|origin| origin.verbatim)?;
            // What is inserted, and lines that are added, would need the indentation of the file.
            if edit.at.span.is_empty() || edit.text.contains('\n') {
                return None;
            }
            edit.at = self.location(origin.at)?;
        }
        Some(fix)
    }

    /// All places that decide secret values.
    fn secrets(&self, printed: &[Location]) -> Vec<Location> {
        let origins = printed.iter().filter_map(|at| self.origin(at.span));
        let spans = origins.flat_map(|origin| std::iter::once(origin.at).chain(origin.also));
        spans.filter_map(|span| self.location(span)).collect()
    }
}
