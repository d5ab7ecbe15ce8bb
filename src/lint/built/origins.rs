//! From the print of a build to the lines that were written.

use super::Placed;
use crate::{
    code::{self, Code},
    diagnostic::{Fix, Label},
    findings::secrets::SecretPlaces,
    input::{Location, SourceId, Span},
    kustomize::{RangeOrigin, RenderedBuild},
    project::{Skip, SkipReason},
    rules::Finding,
    syntax::Document,
};

/// So many other places of a value are shown; the hash in a name depends on any number.
const MAX_OTHERS: usize = 2;

/// The codes of values that are not strings and must be.
const NO_STRING: [Code; 2] = [code::BOOLEAN_IN_STRING_FIELD, code::NUMBER_IN_STRING_FIELD];

/// Tells how to keep a value of a variable a string.
fn of_flux(finding: &mut Finding) {
    finding.fix = None;
    if NO_STRING.contains(&finding.rule.code) {
        finding.help(
            "kustomize removes the quotes before Flux substitutes the variable: write \
             ${quote}${NAME}${quote} and set quote: '\"' in spec.postBuild.substitute",
        );
    }
}

/// Leads from the print of a build to its files.
pub(super) struct Origins<'a> {
    pub(super) placed: &'a Placed<'a>,
    pub(super) rendered: RenderedBuild<'a>,
}

impl Origins<'_> {
    fn origin(&self, span: Span) -> Option<RangeOrigin> {
        self.rendered.origin(span)
    }

    pub(super) fn settled_at(&self, at: Location) -> Option<Location> {
        self.placed.location(self.origin(at.span)?.at)
    }

    /// The name of the file that a place of the print leads to.
    pub(super) fn file_of(&self, span: Span) -> String {
        let files = &self.placed.build.files;
        let file = self.origin(span).and_then(|origin| files.locate(origin.at));
        file.map_or_else(String::new, |(id, _)| files.get(id).name.clone())
    }

    /// A finding of the print as one of the files.
    pub(super) fn settled(&self, mut finding: Finding) -> Option<Finding> {
        // A key that is not spoken of stands for what holds it.
        let key = self.rendered.slice(finding.at.span);
        let path = finding.field_path.as_deref().unwrap_or(key);
        let origin = if path.split(['.', '[', ']']).any(|step| step == key) {
            self.origin(finding.at.span)
        } else {
            self.rendered.origin_of_item(finding.at.span)
        };
        let written = origin.as_ref().map_or("", |o| self.placed.build.files.source_text(o.at));
        if written.contains("${") && !self.rendered.slice(finding.at.span).contains("${") {
            of_flux(&mut finding);
        }
        let (at, also) = match origin {
            Some(origin) => (self.placed.location(origin.at)?, origin.also),
            // What is said of the run as a whole is at its first file.
            None => {
                let first = *self.placed.ids.first()?;
                (Location { source: first, span: Span::at(0) }, Vec::new())
            }
        };
        finding.at = at;
        finding.root = finding.root.and_then(|root| self.settled_at(root));
        finding.fix = finding.fix.take().and_then(|fix| self.settled_fix(fix));
        let related = std::mem::take(&mut finding.related);
        finding.related = related
            .into_iter()
            .filter_map(|label| Some(Label { at: self.settled_at(label.at)?, ..label }))
            .collect();
        let others = also.into_iter().take(MAX_OTHERS);
        for at in others.filter_map(|span| self.placed.location(span)) {
            if finding.related.iter().all(|label| label.at != at) {
                finding.related(at, "this also determines the value");
            }
        }
        Some(finding)
    }

    /// A repair of the print as one of the files: only where it replaces text that is there as
    /// well, and what it replaces is decided there alone.
    fn settled_fix(&self, mut fix: Fix) -> Option<Fix> {
        for edit in &mut fix.edits {
            let origin = self.origin(edit.at.span).filter(|origin| origin.verbatim)?;
            // What is inserted, and lines that are added, would need the indentation of the file.
            if edit.at.span.is_empty() || edit.text.contains('\n') {
                return None;
            }
            edit.at = self.placed.location(origin.at)?;
        }
        Some(fix)
    }

    pub(super) fn skip(&self, reason: SkipReason) -> Option<Skip> {
        let (span, of): (Span, &dyn Fn(Span) -> SkipReason) = match reason {
            SkipReason::Placeholder(at) => (at, &SkipReason::Placeholder),
            SkipReason::FilledIn(at, by) => (at, &move |at| SkipReason::FilledIn(at, by)),
            SkipReason::Is(_) | SkipReason::ConfigurationOf(_) => return None,
        };
        let at = self.settled_at(Location { source: SourceId(0), span })?;
        Some(Skip { source: at.source, document: None, reason: of(at.span) })
    }

    /// All places that decide secret values.
    pub(super) fn secrets(&self, printed: &[Document]) -> Vec<Location> {
        let values = printed.iter().flat_map(SecretPlaces::values);
        let origins = values.filter_map(|span| self.origin(span));
        let spans = origins.flat_map(|origin| std::iter::once(origin.at).chain(origin.also));
        spans.filter_map(|span| self.placed.location(span)).collect()
    }
}
